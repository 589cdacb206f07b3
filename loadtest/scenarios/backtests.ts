import { accountAt } from '../accounts.ts';
import { Backtester } from '../players/backtester.ts';
import { measuredFromMs, openRun, optionsOf, ownPlaces, pause } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { backtests_completed: [`count==${SETTINGS.players}`], backtests_failed: ['count==0'] },
  { progress_ms: ['p(99)<=10000'] },
);

export const setup = openRun;

/** A backtest of each player, all at once, watched until it is done. */
export default scenario(async () => {
  const players = ownPlaces(SETTINGS.players).map((place) => new Backtester(accountAt(place)));
  await pause(measuredFromMs() - Date.now());
  await Promise.all(players.map((player) => player.run()));
});
