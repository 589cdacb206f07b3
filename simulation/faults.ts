import type { Random } from './random.ts';

/** How often what goes wrong by itself, besides what the script does: chances, each for one call or message. */
export interface Faults {
  /** A call to the store fails, and nothing was written. */
  storeRefuses: number;
  /** It commits, and nobody hears of it. */
  storeForgets: number;
  /** It takes up to 2 s. */
  storeIsSlow: number;
  /** It is silent for longer than its caller waits; it may commit all the same, meanwhile or after. */
  storeIsSilent: number;
  /** A message of a client, or an answer to it, is lost. */
  messageLost: number;
  messageTwice: number;
  /** It takes up to 3 s: others overtake it. */
  messageLate: number;
  /** The list of all rooms (Redis) does not answer. */
  roomListAway: number;
}

export const NO_FAULTS: Faults = {
  ...{ storeRefuses: 0, storeForgets: 0, storeIsSlow: 0, storeIsSilent: 0 },
  ...{ messageLost: 0, messageTwice: 0, messageLate: 0, roomListAway: 0 },
};

export type FaultName = keyof Faults;

/**
 * What goes wrong in one world: some of all, since a world in which everything fails gets nowhere, and hides what shows
 * only where one thing fails (swarm testing; Groce, Zhang, Eide, Chen and Regehr, 2012).
 */
export function drawFaults(random: Random): Faults {
  const drawn = { ...NO_FAULTS };
  for (const name of Object.keys(drawn) as FaultName[]) {
    if (random.chance(0.5)) drawn[name] = random.pick([0.005, 0.02, 0.08]);
  }
  return drawn;
}
