import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's clock; 100 a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU that a process has used so far, user and system, in ms. Linux only. */
export function cpuOfMs(pid: number): number {
  const fields = statOf(pid);
  return fields === null ? 0 : (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The same of a process and all its children that live: PostgreSQL with its backends. */
export function cpuOfFamilyMs(pid: number): number {
  return familyOf(pid).reduce((sumMs, each) => sumMs + cpuOfMs(each), 0);
}

/** A process and its children that live. */
export function familyOf(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [pid, ...all.filter((each) => Number(statOf(each)?.[1]) === pid)];
}

/** Memory that a process holds. Linux only. */
export function residentKib(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(textOf(pid, 'status') ?? '')?.[1] ?? 0);
}

/** From the third field on: the second, the name, may hold blanks. */
function statOf(pid: number): string[] | null {
  const text = textOf(pid, 'stat');
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Null when it has ended meanwhile. */
function textOf(pid: number, file: 'stat' | 'status'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
