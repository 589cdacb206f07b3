import { floods } from './attacks/floods.ts';
import { halfOpen } from './attacks/halfOpen.ts';
import { joinLeave } from './attacks/joinLeave.ts';
import { manyConnections } from './attacks/manyConnections.ts';
import { payloads } from './attacks/payloads.ts';
import { pollution } from './attacks/pollution.ts';
import { replays } from './attacks/replays.ts';
import { slowReaders } from './attacks/slowReaders.ts';
import { theft } from './attacks/theft.ts';
import type { Attack } from './scene.ts';

/** In the order in which they are made. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  ...{ slowReaders, halfOpen, manyConnections, joinLeave, floods, payloads, pollution, replays, theft },
};
