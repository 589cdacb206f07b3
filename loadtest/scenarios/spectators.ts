import { CrashCrowd } from '../players/crashCrowd.ts';
import { Watchers } from '../players/watchers.ts';
import { openRun, optionsOf, ownPlaces, untilOver } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { players_seated: ['count>0'], rounds_missed: ['count==0'] },
  // In ten seconds of a smoke a single flight may outlast the run.
  { rounds_seen: ['count>0'], launch_seen_ms: ['p(99)<=250'], bet_ms: ['p(99)<=500'] },
);

export const setup = openRun;

const PLAYERS = Math.ceil(SETTINGS.players / 4);

/** Watchers without an account, who read the state of a crash table while a quarter as many play there. */
export default scenario(async () => {
  const crowd = new CrashCrowd();
  const watchers = new Watchers();
  await Promise.all([
    crowd.sit(ownPlaces(PLAYERS), PLAYERS),
    watchers.sit(ownPlaces(SETTINGS.players), SETTINGS.players),
  ]);
  await untilOver();
  await Promise.all([crowd.leave(), watchers.leave()]);
});
