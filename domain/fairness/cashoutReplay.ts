import { instantOf, multiplierAt } from '../crash/curve.ts';
import { automaticEnd, roundLimitHundredths } from '../crash/exposure.ts';
import { flightElapsedMs, wallInstantMs } from '../crash/flight.ts';
import type { RecordedBet, RoundRecord } from '../crash/records.ts';
import { payoutCoins } from '../money.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

/** What stands when a cash-out is judged: who was paid before it, in the order of sequence. */
interface Standing {
  paidCoins: number;
  openStakeCoins: number;
  /** Where the round's limit ended every open bet; null before. */
  limitHitHundredths: number | null;
}

interface Ended {
  bet: RecordedBet;
  cashout: NonNullable<RecordedBet['cashout']>;
  path: string;
}

/**
 * Replays a round's cash-outs in the order of their sequence: each at a multiplier that its reason gives,
 * within the bet's limit and the round's as it stood. Then looks for anyone who was left out: an end at or
 * below the bust that was not paid. The form and the book have been checked.
 */
export function checkCashouts(record: RoundRecord): Mismatch | null {
  const standing: Standing = {
    paidCoins: 0,
    openStakeCoins: record.bets.reduce((sum, bet) => sum + bet.amountCoins, 0),
    limitHitHundredths: null,
  };
  for (const ended of inSequence(record)) {
    const found = checkCashout(record, ended, standing);
    if (found !== null) return found;
    standing.openStakeCoins -= ended.bet.amountCoins;
    standing.paidCoins += ended.cashout.payoutCoins;
  }
  return record.voided ? null : checkNobodyLeftOut(record, standing);
}

/** One bet's end by itself, without what the round's limit says: lost, or cashed out where it could be. */
export function checkBetAlone(record: RoundRecord, bet: RecordedBet, path: string): Mismatch | null {
  if (bet.cashout !== undefined)
    return checkEnd(record, { bet, cashout: bet.cashout, path: `${path}.cashout` });
  const own = ownEnd(record, bet).atHundredths;
  if (record.voided || own > record.bustHundredths) return null;
  return mismatch(`${path}.cashout`, `is missing: ${own} was reached`);
}

function checkEnd(record: RoundRecord, ended: Ended): Mismatch | null {
  const { bet, cashout, path } = ended;
  const { atHundredths, reason, receivedAtMs } = cashout;
  const own = ownEnd(record, bet);
  const owed = payoutCoins(bet.amountCoins, atHundredths);
  if (cashout.payoutCoins !== owed) return mismatch(`${path}.payoutCoins`, `should be ${owed}`);
  if (atHundredths > record.bustHundredths) return mismatch(`${path}.atHundredths`, 'lies above the bust');
  if (atHundredths > own.atHundredths) {
    return mismatch(`${path}.atHundredths`, `lies above the bet's own end at ${own.atHundredths}`);
  }
  if (reason === 'player' || reason === 'gap') return checkByHand(record, ended, own.atHundredths);
  if (reason === 'auto' && (own.reason !== 'auto' || atHundredths !== own.atHundredths)) {
    return mismatch(`${path}.atHundredths`, 'is not the automatic target');
  }
  const instantMs = wallInstantMs(record, instantOf(atHundredths));
  return receivedAtMs === instantMs ? null : mismatch(`${path}.receivedAtMs`, `should be ${instantMs}`);
}

/** A player's cash-out, or one at the end of a gap: where the curve was when it was received. */
function checkByHand(
  record: RoundRecord,
  { bet, cashout, path }: Ended,
  endHundredths: number,
): Mismatch | null {
  const { atHundredths, reason, receivedAtMs } = cashout;
  if (receivedAtMs < record.launchedAtMs) return mismatch(`${path}.receivedAtMs`, 'lies before the launch');
  if (reason === 'gap') {
    if (bet.autoCashoutHundredths !== undefined)
      return mismatch(`${path}.reason`, 'a bet with a target flies on');
    const atResumption = record.gaps.some((gap) => gap.toMs === receivedAtMs);
    if (!atResumption) return mismatch(`${path}.receivedAtMs`, 'is not the end of a gap');
  }
  const elapsedMs = flightElapsedMs(record, receivedAtMs);
  if (elapsedMs >= instantOf(record.bustHundredths))
    return mismatch(`${path}.receivedAtMs`, 'lies after the bust');
  const reached = multiplierAt(elapsedMs);
  if (atHundredths !== reached) return mismatch(`${path}.atHundredths`, `the curve stood at ${reached}`);
  if (atHundredths >= endHundredths) return mismatch(`${path}.reason`, 'the bet had ended by itself');
  return null;
}

function checkCashout(record: RoundRecord, ended: Ended, standing: Standing): Mismatch | null {
  const alone = checkEnd(record, ended);
  if (alone !== null) return alone;
  const { bet, cashout, path } = ended;
  const { atHundredths, reason } = cashout;
  const roundLimit = currentRoundLimit(record, standing);
  if (atHundredths > roundLimit) {
    return mismatch(`${path}.atHundredths`, `lies above the round's limit, ${roundLimit}`);
  }
  if (reason === 'player' || reason === 'gap') {
    if (atHundredths < roundLimit && standing.limitHitHundredths === null) return null;
    return mismatch(`${path}.reason`, 'the round had reached its limit');
  }
  const own = ownEnd(record, bet);
  if (atHundredths === own.atHundredths) {
    return reason === own.reason ? null : mismatch(`${path}.reason`, `should be ${own.reason}`);
  }
  if (atHundredths !== roundLimit) {
    return mismatch(`${path}.atHundredths`, `is neither the bet's limit nor the round's, ${roundLimit}`);
  }
  standing.limitHitHundredths = atHundredths;
  return null;
}

/** As it stood when a cash-out was judged; once the curve had reached it, it rose no more. */
function currentRoundLimit(record: RoundRecord, standing: Standing): number {
  const limit = roundLimitHundredths(record.limits, standing.paidCoins, standing.openStakeCoins);
  return Math.min(limit, standing.limitHitHundredths ?? limit);
}

function checkNobodyLeftOut(record: RoundRecord, standing: Standing): Mismatch | null {
  const limit = currentRoundLimit(record, standing);
  for (const [index, bet] of record.bets.entries()) {
    if (bet.cashout !== undefined) continue;
    const own = ownEnd(record, bet);
    const end = Math.min(own.atHundredths, limit);
    if (end <= record.bustHundredths)
      return mismatch(`bets[${index}].cashout`, `is missing: ${end} was reached`);
  }
  return null;
}

function ownEnd(record: RoundRecord, bet: RecordedBet): ReturnType<typeof automaticEnd> {
  const { amountCoins, autoCashoutHundredths = null } = bet;
  return automaticEnd(record.limits, { amountCoins, autoCashoutHundredths });
}

function inSequence(record: RoundRecord): Ended[] {
  const ended: Ended[] = [];
  for (const [index, bet] of record.bets.entries()) {
    if (bet.cashout !== undefined) ended.push({ bet, cashout: bet.cashout, path: `bets[${index}].cashout` });
  }
  return ended.sort((a, b) => a.cashout.sequence - b.cashout.sequence);
}
