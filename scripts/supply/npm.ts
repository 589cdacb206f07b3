import { spawnSync } from 'node:child_process';

export interface NpmAnswer {
  status: number | null;
  out: string;
  err: string;
}

/** Runs the npm that runs us, or the one on the PATH. */
export function npm(root: URL, words: readonly string[], withinMs: number): NpmAnswer {
  const script = process.env.npm_execpath;
  const [program, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const { status, stdout, stderr } = spawnSync(program, [...before, ...words], {
    ...{ cwd: root, encoding: 'utf8', timeout: withinMs, maxBuffer: 64 * 2 ** 20 },
    shell: script === undefined && process.platform === 'win32',
  });
  return { status, out: stdout ?? '', err: stderr ?? '' };
}
