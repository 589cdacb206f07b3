/** Time as the SDK sees it: handed in, so that tests decide when it passes. */
export interface Scheduler {
  /** Milliseconds that never step back; comparable to epoch milliseconds until the wall clock is moved. */
  nowMs(): number;
  /** The machine's wall clock, epoch milliseconds. */
  wallMs(): number;
  /** Runs `task` once after `delayMs`. Returns the function that calls it off. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemScheduler: Scheduler = {
  nowMs: () => performance.timeOrigin + performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export function sleep(scheduler: Scheduler, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(delayMs, resolve);
  });
}
