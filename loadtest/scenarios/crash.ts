import { CrashCrowd } from '../players/crashCrowd.ts';
import { tellBeliefs } from '../purse.ts';
import { enter, openRun, optionsOf, ownPlaces, type Run, untilOver } from '../run.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { rounds_played: ['count>0'], rounds_missed: ['count==0'] },
  { bet_ms: ['p(99)<=500'], cashout_ms: ['p(99)<=200'] },
);

export const setup = openRun;

/** Players at crash tables, all betting in every round, each with a line to the lobby as well. */
export default async function (run: Run): Promise<void> {
  enter(run);
  const crowd = new CrashCrowd();
  await crowd.sit(ownPlaces(SETTINGS.players), SETTINGS.players);
  await untilOver();
  await crowd.leave();
  tellBeliefs();
}
