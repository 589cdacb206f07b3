import { SLOTS } from '../players/games.ts';
import { SolitaireCrowd } from '../players/solitaireCrowd.ts';
import { tellBeliefs } from '../purse.ts';
import { enter, openRun, optionsOf, ownPlaces, type Run } from '../run.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf({ games: ['count>0'] }, { spin_ms: ['p(99)<=100'] });

export const setup = openRun;

/** Players in slots rooms of their own, so many spins a second together. */
export default async function (run: Run): Promise<void> {
  enter(run);
  const crowd = new SolitaireCrowd(SLOTS, SETTINGS.gamesPerSecond / SETTINGS.virtualUsers);
  await crowd.sit(ownPlaces(SETTINGS.players), SETTINGS.players);
  await crowd.play();
  await crowd.leave();
  tellBeliefs();
}
