import fs from 'node:fs';
import type { Paths } from './paths.ts';
import { isAlive, startTime } from './postmaster.ts';

/** A process id alone may be used again: with the start time it names one process for good. */
const mark = (pid: number) => `${pid} ${startTime(pid)}`.trim();

function readOwner(paths: Paths): string {
  try {
    return fs.readFileSync(paths.owner, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Whether another live process looks after this directory's server. */
export function hasOtherOwner(paths: Paths): boolean {
  const text = readOwner(paths);
  const pid = Number(text.split(' ')[0]);
  return text !== mark(process.pid) && isAlive(pid) && mark(pid) === text;
}

/**
 * Makes this process the one that starts, adopts and stops the directory's server. False while another
 * live process is: then we are a guest. A dead owner's server is an orphan, which anyone may adopt.
 */
export function claimOwnership(paths: Paths): boolean {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(paths.owner, mark(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (readOwner(paths) === mark(process.pid)) return true;
    if (hasOtherOwner(paths)) return false;
    fs.rmSync(paths.owner, { force: true });
  }
  return false;
}

export function dropOwnership(paths: Paths): void {
  if (readOwner(paths) === mark(process.pid)) fs.rmSync(paths.owner, { force: true });
}
