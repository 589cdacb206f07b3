import { setPriority } from 'node:os';

const NICE = 10;

/**
 * Lets the other threads of the process go first when processors are short. On Linux a nice value belongs to the
 * thread that sets it; elsewhere it would be the whole process', rooms included.
 */
export function giveWay(): void {
  if (process.platform === 'linux') setPriority(NICE);
}
