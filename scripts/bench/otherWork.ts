import { readFileSync } from 'node:fs';
import { cpuOfFamilyMs, cpuOfMs } from '../processUse.ts';

const TICK_MS = 10;

/**
 * How many cores the machine gives to others than these, from now until it is asked: what a figure is worth that was
 * measured meanwhile. Linux only. @param families of processes, each with its children
 */
export function watchOtherWork(own: readonly number[], families: readonly number[]): () => number {
  const othersMs = () =>
    busyMs() -
    own.reduce((sumMs, pid) => sumMs + cpuOfMs(pid), 0) -
    families.reduce((sumMs, pid) => sumMs + cpuOfFamilyMs(pid), 0);
  const [before, startedMs] = [othersMs(), performance.now()];
  return () => Math.max(0, (othersMs() - before) / (performance.now() - startedMs));
}

/** Of all processes: user, nice and system; not what the kernel does for the network. */
function busyMs(): number {
  const [user, nice, system] = readFileSync('/proc/stat', 'utf8').slice(3).trimStart().split(' ').map(Number);
  return (user! + nice! + system!) * TICK_MS;
}
