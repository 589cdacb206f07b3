import { execFile } from 'node:child_process';

export interface Reconciliation {
  differenceCoins: number;
  transfers: number;
}

/** `npm run reconcile` on a data directory, beside whatever runs there; throws when it could not look. */
export function reconcileData(dataDir: string): Promise<Reconciliation> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['scripts/reconcile.ts'],
      { cwd: new URL('../..', import.meta.url), env: { ...process.env, DATA_DIR: dataDir } },
      (error, stdout, stderr) => {
        // Exit code 1 is an answer too: a difference, told in the same line.
        if (stdout.trim() === '') reject(error ?? new Error(stderr));
        else resolve(JSON.parse(stdout) as Reconciliation);
      },
    );
  });
}
