import { instantOf } from '../crash/curve.ts';
import { exceedsExposure } from '../crash/exposure.ts';
import { flightElapsedMs, wallInstantMs } from '../crash/flight.ts';
import type { RoundRecord } from '../crash/records.ts';
import { STAKE_STEP_COINS } from '../money.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

/** Window, launch, gaps and bust in their order, and the bust where the curve has it. */
export function checkTimes(record: RoundRecord): Mismatch | null {
  const { startedAtMs, launchedAtMs, limits } = record;
  if (launchedAtMs < startedAtMs + limits.bettingMs && !neverFlew(record)) {
    return mismatch('launchedAtMs', `leaves less than the betting window of ${limits.bettingMs} ms`);
  }
  const gap = checkGaps(record);
  if (gap !== null) return gap;
  const bustedAtMs = wallInstantMs(record, instantOf(record.bustHundredths));
  // A voided round need not have flown to its bust.
  if (!record.voided && record.bustedAtMs !== bustedAtMs)
    return mismatch('bustedAtMs', `should be ${bustedAtMs}`);
  return checkVoid(record) ?? checkCancellations(record);
}

/** Voided while betting: its launch and its end are the instant of that. */
function neverFlew({ voided, launchedAtMs, bustedAtMs }: RoundRecord): boolean {
  return voided && launchedAtMs === bustedAtMs;
}

function checkGaps(record: RoundRecord): Mismatch | null {
  let lastMs = record.launchedAtMs;
  for (const [index, { fromMs, toMs }] of record.gaps.entries()) {
    if (fromMs < lastMs)
      return mismatch(`gaps[${index}].fromMs`, 'lies before the launch or the last gap’s end');
    if (toMs <= fromMs) return mismatch(`gaps[${index}].toMs`, 'does not lie after the gap’s start');
    lastMs = toMs;
    const bustElapsedMs = instantOf(record.bustHundredths);
    if (flightElapsedMs(record, fromMs) >= bustElapsedMs) {
      return mismatch(`gaps[${index}].fromMs`, 'lies after the bust');
    }
  }
  return null;
}

function checkVoid(record: RoundRecord): Mismatch | null {
  if (record.voided && record.voidReason === undefined) return mismatch('voidReason', 'is missing');
  if (!record.voided && record.voidReason !== undefined)
    return mismatch('voidReason', 'the round is not voided');
  if (!record.voided) return null;
  if (record.bustedAtMs < record.launchedAtMs) return mismatch('bustedAtMs', 'lies before the launch');
  const flew = record.gaps.length > 0 || record.bets.some((bet) => bet.cashout !== undefined);
  return flew && neverFlew(record) ? mismatch('bustedAtMs', 'leaves no time to have flown') : null;
}

function checkCancellations(record: RoundRecord): Mismatch | null {
  for (const [index, { receivedAtMs }] of record.cancelled.entries()) {
    if (receivedAtMs < record.startedAtMs || receivedAtMs > record.launchedAtMs) {
      return mismatch(`cancelled[${index}].receivedAtMs`, 'lies outside of betting');
    }
  }
  return null;
}

/** Stakes within the table's bounds, the book within its exposure. */
export function checkRules(record: RoundRecord): Mismatch | null {
  const { limits } = record;
  if (limits.minBetCoins > limits.maxBetCoins)
    return mismatch('limits.minBetCoins', 'lies above maxBetCoins');
  for (const [list, entries] of [['bets', record.bets] as const, ['cancelled', record.cancelled] as const]) {
    for (const [index, { amountCoins }] of entries.entries()) {
      const path = `${list}[${index}].amountCoins`;
      if (amountCoins % STAKE_STEP_COINS !== 0) return mismatch(path, 'is not a multiple of 100');
      if (amountCoins < limits.minBetCoins) return mismatch(path, `lies below ${limits.minBetCoins}`);
      if (amountCoins > limits.maxBetCoins) return mismatch(path, `lies above ${limits.maxBetCoins}`);
    }
  }
  const bookCoins = record.bets.reduce((sum, bet) => sum + bet.amountCoins, 0);
  if (exceedsExposure(limits, bookCoins, 0)) {
    return mismatch('limits.maxRoundPayoutCoins', `does not cover twice the ${bookCoins} coins of the book`);
  }
  return null;
}

/** One sequence for the whole round: no number twice, and every cash-out after all that came before the launch. */
export function checkSequences(record: RoundRecord): Mismatch | null {
  const taken = new Set<number>();
  // Each bet took a number, each cancellation another.
  const beforeLaunch = record.bets.length + 2 * record.cancelled.length;
  for (const [index, { sequence }] of record.cancelled.entries()) {
    const path = `cancelled[${index}].sequence`;
    if (taken.has(sequence)) return mismatch(path, 'is there twice');
    if (sequence < 2) return mismatch(path, 'comes before the bet');
    taken.add(sequence);
  }
  const lastCancelled = Math.max(0, ...taken);
  for (const [index, { cashout }] of record.bets.entries()) {
    if (cashout === undefined) continue;
    const path = `bets[${index}].cashout.sequence`;
    if (taken.has(cashout.sequence)) return mismatch(path, 'is there twice');
    if (cashout.sequence <= Math.max(beforeLaunch, lastCancelled))
      return mismatch(path, 'comes before the launch');
    taken.add(cashout.sequence);
  }
  return null;
}

export function checkTotals(record: RoundRecord): Mismatch | null {
  const stakedCoins = record.bets.reduce((sum, bet) => sum + bet.amountCoins, 0);
  if (record.stakedCoins !== stakedCoins) return mismatch('stakedCoins', `should be ${stakedCoins}`);
  const paidCoins = record.bets.reduce((sum, bet) => sum + (bet.cashout?.payoutCoins ?? 0), 0);
  return record.paidCoins === paidCoins ? null : mismatch('paidCoins', `should be ${paidCoins}`);
}
