import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lets rooms go first: the calling thread asks for less of a busy processor. On Linux "process" priorities are those of
 * threads, and a thread's id stands in `/proc/thread-self` (`<process>/task/<thread>`). Elsewhere the id would be the
 * whole process', so nothing is changed there.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (threadId !== process.pid) setPriority(threadId, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // No /proc, or a sandbox that forbids it: threads share the processor evenly then.
  }
}
