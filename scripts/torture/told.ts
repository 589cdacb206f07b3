import type { SessionPlayer } from '../../tests/simulation/sessionPlayer.ts';
import type { Acknowledged } from '../../tests/simulation/simulatedPlayer.ts';

/** All that players were ever told, of all acts. */
export interface Told extends Acknowledged {
  sessions: Pick<SessionPlayer, 'playerId' | 'acknowledged' | 'changed'>[];
  jobs: { playerId: string; jobId: string }[];
}

export function nothingTold(): Told {
  return { bets: new Map(), cashouts: new Map(), cancels: new Map(), sessions: [], jobs: [] };
}
