import { accountAt } from '../accounts.ts';
import { Backtester } from '../players/backtester.ts';
import { CrashCrowd } from '../players/crashCrowd.ts';
import { GACHA, SLOTS } from '../players/games.ts';
import { SolitaireCrowd } from '../players/solitaireCrowd.ts';
import { measuredFromMs, openRun, optionsOf, ownPlaces, pause, spread, untilOver } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { games: ['count>0'], rounds_missed: ['count==0'], backtests_failed: ['count==0'] },
  { spin_ms: ['p(99)<=100'], pull_ms: ['p(99)<=100'], bet_ms: ['p(99)<=500'], cashout_ms: ['p(99)<=200'] },
);

export const setup = openRun;

/** Of 20 players 14 play crash, 3 slots, 2 gacha, and 1 runs backtests. */
const KINDS = 'ccscgccsccbccscgcccc';
/** Turned by one each time: otherwise one virtual user would have all players of a kind. */
const kindOf = (place: number) => KINDS[(place + Math.floor(place / KINDS.length)) % KINDS.length];
const kind = (of: string) => (place: number) => kindOf(place) === of;
const ALL_SPINNERS = Array.from({ length: SETTINGS.players }, (_, place) => place).filter(kind('s')).length;
/** Slots supply the rate; who pulls does so every other second. */
const PULLS_A_SECOND = 0.5;

async function backtest(players: readonly Backtester[]): Promise<void> {
  await Promise.all(
    players.map(async (player, at) => {
      await pause(measuredFromMs() + SETTINGS.durationMs * 0.8 * spread(at) - Date.now());
      await player.run();
    }),
  );
}

/** All kinds of players at once. */
export default scenario(async () => {
  const places = ownPlaces(SETTINGS.players);
  const crash = new CrashCrowd();
  const spinners = places.filter(kind('s'));
  const slots = new SolitaireCrowd(SLOTS, (SETTINGS.gamesPerSecond * spinners.length) / ALL_SPINNERS);
  const pullers = places.filter(kind('g'));
  const gacha = new SolitaireCrowd(GACHA, pullers.length * PULLS_A_SECOND);
  const backtesters = places.filter(kind('b')).map((place) => new Backtester(accountAt(place)));
  await Promise.all([
    crash.sit(places.filter(kind('c')), SETTINGS.players),
    slots.sit(spinners, SETTINGS.players),
    gacha.sit(pullers, SETTINGS.players),
  ]);
  await Promise.all([slots.play(), gacha.play(), backtest(backtesters), untilOver()]);
  await Promise.all([crash.leave(), slots.leave(), gacha.leave()]);
});
