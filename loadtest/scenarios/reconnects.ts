import { CrashCrowd } from '../players/crashCrowd.ts';
import { SLOTS } from '../players/games.ts';
import { cutLines } from '../players/networkFaults.ts';
import { SolitaireCrowd } from '../players/solitaireCrowd.ts';
import { openRun, optionsOf, ownPlaces, untilOver } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { lines_dropped: ['count>0'], lines_back: ['count>0'], games: ['count>0'] },
  { back_ms: ['p(99)<=2000'] },
);

export const setup = openRun;

/** Of each virtual user one half plays crash, the other slots. */
const crashes = (place: number) => Math.floor(place / SETTINGS.virtualUsers) % 2 === 0;

/** Lines that break in the middle of bets, flights and spins: what was under way is asked again, by its key. */
export default scenario(async () => {
  const crash = new CrashCrowd();
  const slots = new SolitaireCrowd(SLOTS, SETTINGS.gamesPerSecond / SETTINGS.virtualUsers);
  const places = ownPlaces(SETTINGS.players);
  await Promise.all([
    crash.sit(places.filter(crashes), SETTINGS.players),
    slots.sit(
      places.filter((place) => !crashes(place)),
      SETTINGS.players,
    ),
  ]);
  await Promise.all([slots.play(), cutLines([...crash.players, ...slots.players]), untilOver()]);
  await Promise.all([crash.leave(), slots.leave()]);
});
