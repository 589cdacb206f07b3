import { accountAt } from '../accounts.ts';
import { BROADCASTS, Listener, sendBroadcasts } from '../players/listener.ts';
import { arrive, isFirstUser, openRun, optionsOf, ownPlaces, pause, untilOver } from '../run.ts';
import { scenario } from '../scenario.ts';
import { SETTINGS } from '../settings.ts';

export const options = optionsOf(
  { broadcasts_heard: [`count==${SETTINGS.players * BROADCASTS}`], broadcasts_wrong: ['count==0'] },
  { broadcast_ms: ['p(99)<=1000'] },
);

export const setup = openRun;

/** The last one is on its way when the measured part ends. */
const LAST_WITHIN_MS = 2_000;

/** Everybody sits in the lobby, and an operator broadcasts each second: each of them hears each exactly once. */
export default scenario(async () => {
  const listeners: Listener[] = [];
  await arrive(ownPlaces(SETTINGS.players), SETTINGS.players, async (place) => {
    const listener = new Listener(accountAt(place));
    if (await listener.sit()) listeners.push(listener);
  });
  await (isFirstUser() ? sendBroadcasts() : untilOver());
  await pause(LAST_WITHIN_MS);
  await Promise.all(listeners.map((listener) => listener.leave(BROADCASTS)));
});
