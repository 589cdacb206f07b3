import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  pid: number;
  parentPid: number;
  cpuSeconds: number;
}

/** Processor time that a process, with all its threads, has used. Linux only: it reads /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  return (await times(pid))?.cpuSeconds ?? 0;
}

/** The same of a process and its living children: PostgreSQL has one for each connection. */
export async function familyCpuSeconds(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.map(times));
  return all
    .filter((each) => each?.pid === pid || each?.parentPid === pid)
    .reduce((sum, each) => sum + each!.cpuSeconds, 0);
}

/** Null when it has ended meanwhile. */
async function times(pid: number): Promise<ProcessTimes | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name may hold anything, so the fields are counted from behind it: state, parent, ... utime, stime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { pid, parentPid: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}
