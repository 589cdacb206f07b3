import type { PulledItem } from '../../../sdk/index.ts';

/** How long a card takes to turn: what is rare takes its time, and what nearly was, too. */
const TURN_MS: Record<PulledItem['animation'], number> = {
  normal: 260,
  near_miss: 900,
  epic: 900,
  legendary: 1_400,
  pity: 1_100,
};
const FIRST_MS = 450;

/** When each card turns, in ms after the answer; the last entry is the end of the show. */
export function revealTimes(items: readonly PulledItem[], reducedMotion: boolean): number[] {
  if (reducedMotion) return new Array<number>(items.length + 1).fill(0);
  let atMs = FIRST_MS;
  const times: number[] = [];
  for (const { animation } of items) {
    times.push(atMs);
    atMs += TURN_MS[animation];
  }
  return [...times, atMs];
}
