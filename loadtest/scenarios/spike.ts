import { playCrash } from '../players/crashCrowd.ts';
import { openRun, optionsOf } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { players_seated: [`count==${SETTINGS.players}`], rounds_missed: ['count==0'] },
  { join_ms: ['p(99)<=5000'], bet_ms: ['p(99)<=500'], cashout_ms: ['p(99)<=200'] },
);

export const setup = openRun;

/** Nobody, and within half the ramp everybody: who is told to come again does, and plays from the next round on. */
export default scenario(playCrash);
