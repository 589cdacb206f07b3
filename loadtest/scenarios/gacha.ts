import { GACHA } from '../players/games.ts';
import { playAlone } from '../players/solitaireCrowd.ts';
import { openRun, optionsOf } from '../run.ts';
import { scenario } from '../scenario.ts';

export const options = optionsOf({ games: ['count>0'], sold_out: ['count>0'] }, { pull_ms: ['p(99)<=100'] });

export const setup = openRun;

/** Players at one banner whose limited items run out under them, so many pulls a second together. */
export default scenario(() => playAlone(GACHA));
