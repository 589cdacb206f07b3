import fs from 'node:fs';
import path from 'node:path';

/** A running PostgreSQL server of one cluster, as its pid file tells. */
export interface Postmaster {
  pid: number;
  port: number;
  /** False while it starts or recovers. */
  ready: boolean;
}

/** Lines of postmaster.pid, from the source's `miscadmin.h`: pid, data directory, start, port ..., status. */
const LINE = { pid: 0, port: 3, status: 7 } as const;

/** State letter of a Linux process (`Z`: a zombie, dead but not yet reaped), or null. */
function processState(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? null;
  } catch {
    return null;
  }
}

/** True if the process exists and is no zombie. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return process.platform !== 'linux' || processState(pid) !== 'Z';
}

/** Start time of a process in clock ticks since boot: with the pid, it names a process for good. Linux only. */
export function startTime(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/**
 * The live server of this cluster, or null. A stale pid file, a zombie and a process that merely got the
 * same number count as none: a postmaster's working directory is its cluster.
 */
export function findPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[LINE.pid]);
  if (!isAlive(pid)) return null;
  if (process.platform === 'linux') {
    try {
      if (fs.readlinkSync(`/proc/${pid}/cwd`) !== fs.realpathSync(cluster)) return null;
    } catch {
      return null;
    }
  }
  return { pid, port: Number(lines[LINE.port]), ready: lines[LINE.status]?.trim() === 'ready' };
}

/** No process has this number: above the highest that Linux and macOS give out. */
const NO_PID = '2147483646';

/**
 * Lets PostgreSQL start over the pid file that a killed server left behind. It does so by itself if no
 * process has that number any more. If one has (a zombie, or the number was given out again), the number
 * is replaced. The file itself must stay: its key of the shared memory is how PostgreSQL notices that
 * backends of the killed server still run, and two generations must never write at the same time.
 * Only for a cluster whose `findPostmaster` is null.
 */
export function dismissStalePid(cluster: string): void {
  const file = path.join(cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    return;
  }
  // A start that was cut short leaves a file without these lines, and no server.
  if (lines.length < LINE.status) fs.rmSync(file, { force: true });
  else fs.writeFileSync(file, [NO_PID, ...lines.slice(1)].join('\n'));
}
