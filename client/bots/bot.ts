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

/** Plays round after round at a table until `stopped()`. A refusal is taken as an answer, never retried. */
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
    if (next.amountCoins === 0) continue;
    const leftMs = Math.max(0, state.bettingEndsAtMs - table.serverNowMs());
    await pause(leftMs * next.delayShare);
    try {
      await table.bet({
        amountCoins: next.amountCoins,
        autoCashoutHundredths: next.automatic ? next.targetHundredths : null,
      });
      if (!next.automatic) await cashOutAt(table, played, next.targetHundredths, stopped);
    } catch {
      // Too late, out of coins, the round bust first: the next round is another chance.
    }
  }
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
