import { SLOTS } from '../players/games.ts';
import { playAlone } from '../players/solitaireCrowd.ts';
import { openRun, optionsOf } from '../run.ts';
import { scenario } from '../scenario.ts';

export const options = optionsOf({ games: ['count>0'] }, { spin_ms: ['p(99)<=100'] });

export const setup = openRun;

/** Players in slots rooms of their own, so many spins a second together. */
export default scenario(() => playAlone(SLOTS));
