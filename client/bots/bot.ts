import { MIN_CASHOUT_HUNDREDTHS, multiplierAt } from '../../domain/crash/curve.ts';
import type { CrashTable } from '../sdk/index.ts';

/** Draws from [0, 1): `seedrandom`, so that a run of bots can be had again. Nothing here decides money. */
export type Random = () => number;

/** What a bot does in one round. */
export interface Plan {
  /** 0: sits this round out. */
  amountCoins: number;
  targetHundredths: number;
  /** True: the server cashes out at the target; false: the bot does, by watching the curve. */
  automatic: boolean;
  /** When in the betting window it bets, as a share of what is left. */
  delayShare: number;
}

const LARGEST_STAKE_STEPS = 20;
const MANUAL_CHECK_MS = 50;
const AGAIN_AFTER_MS = 500;

/** Most rounds a small stake, targets mostly low, now and then a dreamer. */
export function plan(random: Random, minBetCoins: number): Plan {
  const sitsOut = random() < 0.2;
  const steps = 1 + Math.floor(random() ** 3 * LARGEST_STAKE_STEPS);
  const target = Math.floor(MIN_CASHOUT_HUNDREDTHS + 20 / (1 - random() * 0.99));
  return {
    amountCoins: sitsOut ? 0 : minBetCoins * steps,
    targetHundredths: Math.min(target, 10_000),
    automatic: random() < 0.6,
    delayShare: random() * 0.7,
  };
}

/** Plays round after round at a table until `stopped()`. */
export async function playOn(
  table: CrashTable,
  random: Random,
  minBetCoins: number,
  stopped: () => boolean,
): Promise<void> {
  let played = 0;
  while (!stopped()) {
    const state = await until(table, (now) => now.phase === 'betting' && now.game > played, stopped);
    if (state === null) return;
    played = state.game;
    const next = plan(random, minBetCoins);
    const leftMs = Math.max(0, state.bettingEndsAtMs - table.serverNowMs());
    if (next.amountCoins === 0) {
      if (!(await isWaitedFor(table, played, stopped))) continue;
      next.amountCoins = minBetCoins;
    } else await pause(leftMs * next.delayShare);
    if (!(await betIn(table, played, next, stopped)) || next.automatic) continue;
    // Refused or not, the next round is another chance.
    await cashOutAt(table, played, next.targetHundredths, stopped).catch(() => {});
  }
}

/** True if the window is over and still open, because a round that fixes its chain's salt needs a bet. */
async function isWaitedFor(table: CrashTable, game: number, stopped: () => boolean): Promise<boolean> {
  const state = await until(
    table,
    (now) => !isBetting(now, game) || table.serverNowMs() > now.bettingEndsAtMs + AGAIN_AFTER_MS,
    stopped,
  );
  return state !== null && isBetting(state, game) && state.bets === 0;
}

/** Tries while the window is open: a server that is busy for a moment must not keep a round without a bet. */
async function betIn(
  table: CrashTable,
  game: number,
  { amountCoins, automatic, targetHundredths }: Plan,
  stopped: () => boolean,
): Promise<boolean> {
  const autoCashoutHundredths = automatic ? targetHundredths : null;
  while (!stopped() && table.state.value !== null && isBetting(table.state.value, game)) {
    try {
      await table.bet({ amountCoins, autoCashoutHundredths });
      return true;
    } catch {
      await pause(AGAIN_AFTER_MS);
    }
  }
  return false;
}

function isBetting({ phase, game }: State, wanted: number): boolean {
  return phase === 'betting' && game === wanted;
}

async function cashOutAt(
  table: CrashTable,
  game: number,
  targetHundredths: number,
  stopped: () => boolean,
): Promise<void> {
  const launched = await until(table, (now) => now.game > game || now.phase !== 'betting', stopped);
  if (launched === null || launched.game !== game) return;
  while (!stopped()) {
    const state = table.state.value;
    if (state === null || state.game !== game || state.phase !== 'flying') return;
    const elapsedMs = Math.max(table.serverNowMs(), state.resumesAtMs) - state.launchedAtMs;
    if (multiplierAt(elapsedMs) >= targetHundredths) {
      await table.cashout();
      return;
    }
    await pause(MANUAL_CHECK_MS);
  }
}

type State = NonNullable<CrashTable['state']['value']>;

/** The table's state once `wanted` holds; null when stopped. */
async function until(
  table: CrashTable,
  wanted: (state: State) => boolean,
  stopped: () => boolean,
): Promise<State | null> {
  while (!stopped()) {
    const state = table.state.value;
    if (state !== null && wanted(state)) return state;
    await pause(MANUAL_CHECK_MS);
  }
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
