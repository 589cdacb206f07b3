import { playCrash } from '../players/crashCrowd.ts';
import { openRun, optionsOf } from '../run.ts';
import { scenario } from '../scenario.ts';

export const options = optionsOf(
  { rounds_played: ['count>0'], rounds_missed: ['count==0'] },
  { bet_ms: ['p(99)<=500'], cashout_ms: ['p(99)<=200'] },
);

export const setup = openRun;

/** Players at crash tables, all betting in every round, each with a line to the lobby as well. */
export default scenario(playCrash);
