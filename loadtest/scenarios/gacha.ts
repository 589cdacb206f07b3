import { GACHA } from '../players/games.ts';
import { SolitaireCrowd } from '../players/solitaireCrowd.ts';
import { tellBeliefs } from '../purse.ts';
import { enter, openRun, optionsOf, ownPlaces, type Run } from '../run.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf({ games: ['count>0'], sold_out: ['count>0'] }, { pull_ms: ['p(99)<=100'] });

export const setup = openRun;

/** Players at one banner whose limited items run out under them, so many pulls a second together. */
export default async function (run: Run): Promise<void> {
  enter(run);
  const crowd = new SolitaireCrowd(GACHA, SETTINGS.gamesPerSecond / SETTINGS.virtualUsers);
  await crowd.sit(ownPlaces(SETTINGS.players), SETTINGS.players);
  await crowd.play();
  await crowd.leave();
  tellBeliefs();
}
