import { setTimeout as pause } from 'node:timers/promises';
import { isTransient } from '../../client/sdk/errors.ts';
import { Fairground, FairgroundError } from '../../client/sdk/index.ts';
import { patiently } from '../cluster/crowd.ts';

/** What a fair table refuses: the purse is empty, the round closed. */
const FAIR = new Set(['insufficient_funds', 'round_closed', 'too_late', 'already_bet', 'no_active_bet']);
/** Whoever is not answered for so long is not served. */
const SERVED_WITHIN_MS = 30_000;

export interface HonestPlayer {
  /** Games that were answered. */
  served(): number;
  stop(): Promise<void>;
}

/** Somebody who plays as one should, by the SDK, while others do not. */
export async function startHonestPlayer(
  url: string,
  table: string,
  onWrong: (what: string) => void,
): Promise<HonestPlayer> {
  const fairground = new Fairground({ url });
  await patiently(() => fairground.guest({ ageConfirmed: true }));
  const slots = fairground.slots('neon3');
  const crash = fairground.crash(table);
  await patiently(() => crash.joined(60_000));
  let served = 0;
  let servedAtMs = performance.now();
  let stopping = false;
  let betOn = 0;

  async function turn(): Promise<void> {
    await slots.spin(100);
    const state = crash.state.value;
    if (state?.phase !== 'betting' || state.game === betOn) return;
    betOn = state.game;
    await crash.bet({ amountCoins: 100, autoCashoutHundredths: 110 });
  }

  async function play(): Promise<void> {
    while (!stopping) {
      try {
        await turn();
      } catch (error) {
        const code = error instanceof FairgroundError ? error.code : null;
        if (code === null || !(FAIR.has(code) || isTransient(code)))
          onWrong(`an honest player was answered ${code ?? String(error)}`);
        // The purse lasts for a while only; what is asked is answered all the same.
        if (code === null || isTransient(code)) served -= 1;
      }
      served += 1;
      servedAtMs = performance.now();
      await pause(50);
    }
  }

  const playing = play();
  const watch = setInterval(() => {
    if (performance.now() - servedAtMs < SERVED_WITHIN_MS) return;
    onWrong(`an honest player was not answered for ${SERVED_WITHIN_MS} ms`);
    servedAtMs = performance.now();
  }, 1_000);
  return {
    served: () => served,
    async stop() {
      stopping = true;
      clearInterval(watch);
      await playing;
      await fairground.close();
    },
  };
}
