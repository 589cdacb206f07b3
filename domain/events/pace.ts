/** Frames come at most 4 times a second. */
export const FRAME_EVERY_MS = 250;
const SLOWEST_FRAME_MS = 2_000;
/** An event loop that is late by more than this, on average, has more important things to do. */
const CALM_DELAY_MS = 25;

/** Events of one topic that a member tells in one frame. */
export const MOST_PER_TOPIC = 50;
const LEAST_PER_TOPIC = 4;
/** Events that a process sends out in one frame, all its watchers together. */
const DELIVERIES_PER_FRAME = 5_000;

/** Time from one frame to the next (EV9): the later the event loop runs, the longer. */
export function frameEveryMs(eventLoopDelayMs: number): number {
  const stretched = FRAME_EVERY_MS * (eventLoopDelayMs / CALM_DELAY_MS);
  return Math.round(Math.min(SLOWEST_FRAME_MS, Math.max(FRAME_EVERY_MS, stretched)));
}

/** How many events of each topic a frame may hold for so many watchers (EV9). */
export function perTopicFor(watchers: number): number {
  const affordable = Math.floor(DELIVERIES_PER_FRAME / Math.max(1, watchers));
  return Math.min(MOST_PER_TOPIC, Math.max(LEAST_PER_TOPIC, affordable));
}
