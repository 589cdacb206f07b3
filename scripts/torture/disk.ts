import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** A small file system of its own for the database, which can be filled up. */
export interface Disk {
  directory: string;
  /** Takes all that is left. */
  fill(): void;
  free(): void;
  remove(): void;
}

const SIZE_MIB = 768;
const FILL_TRIES = 100;

/** Null where this machine does not let us mount one. */
export function makeDisk(directory: string): Disk | null {
  mkdirSync(directory, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', directory]);
  if (mounted.status !== 0) return null;
  // PostgreSQL's own user must get in.
  chmodSync(directory, 0o755);
  const ballast = join(directory, 'ballast');
  return {
    directory,
    fill() {
      // Whoever takes a part of it meanwhile makes this fail as a whole: then there is less to take.
      for (let tries = 0; tries < FILL_TRIES; tries += 1) {
        const { bavail, bsize } = statfsSync(directory);
        if (bavail === 0) return;
        if (spawnSync('fallocate', ['-l', String(bavail * bsize), ballast]).status === 0) return;
      }
      throw new Error(`${directory} could not be filled up`);
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', ['-l', directory]);
    },
  };
}
