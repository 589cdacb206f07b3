import { MAX_CASHOUT_HUNDREDTHS, MIN_CASHOUT_HUNDREDTHS } from '../crash/curve.ts';
import type { RoundRecord } from '../crash/records.ts';
import {
  aList,
  aName,
  anId,
  type Check,
  checkEach,
  checkFields,
  coins,
  type Fields,
  hash,
  isObject,
  natural,
  positive,
  text,
  time,
  total,
} from './form.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

const between = (least: number, most: number): Check => {
  return (value) => positive(value) && (value as number) >= least && (value as number) <= most;
};
const truth: Check = (value) => typeof value === 'boolean';
const reason: Check = (value) => ['player', 'auto', 'limit', 'gap'].includes(value as string);

const count = { is: positive, what: 'a positive whole number' };
const multiplier = { is: between(100, MAX_CASHOUT_HUNDREDTHS), what: 'hundredths from 1.00 to 1,000,000.00' };
const target = { is: between(MIN_CASHOUT_HUNDREDTHS, MAX_CASHOUT_HUNDREDTHS), what: 'hundredths from 1.01' };
const duration = { is: natural, what: 'milliseconds' };

const RECORD: Fields = {
  table: aName,
  game: count,
  chainId: count,
  salt: { is: text, what: 'a text' },
  hash,
  bustHundredths: multiplier,
  betBookRoot: hash,
  startedAtMs: time,
  launchedAtMs: time,
  bustedAtMs: time,
  stakedCoins: total,
  paidCoins: total,
  voided: { is: truth, what: 'true or false' },
  voidReason: { is: text, what: 'a text', optional: true },
  bets: aList,
  cancelled: aList,
  gaps: aList,
  limits: { is: isObject, what: 'the table’s rules' },
};
const LIMITS: Fields = {
  table: aName,
  edgePercent: { is: (value) => natural(value) && (value as number) < 100, what: 'a whole percentage' },
  minBetCoins: coins,
  maxBetCoins: coins,
  maxPayoutCoins: coins,
  maxRoundPayoutCoins: coins,
  bettingMs: duration,
  pauseMs: duration,
};
const BET: Fields = {
  betId: anId,
  playerId: anId,
  bot: { is: (value) => value === true, what: 'true, or absent', optional: true },
  amountCoins: coins,
  autoCashoutHundredths: { ...target, optional: true },
  proof: aList,
  cashout: { is: isObject, what: 'a cash-out', optional: true },
};
const PROOF_STEP: Fields = {
  side: { is: (value) => value === 'left' || value === 'right', what: 'left or right' },
  hash,
};
const CASHOUT: Fields = {
  atHundredths: multiplier,
  payoutCoins: coins,
  receivedAtMs: time,
  sequence: count,
  reason: { is: reason, what: 'player, auto, limit or gap' },
};
const CANCELLED: Fields = {
  betId: anId,
  playerId: anId,
  amountCoins: coins,
  receivedAtMs: time,
  sequence: count,
};
const GAP: Fields = { fromMs: time, toMs: time };

/**
 * Checks that what came over the wire has the form of a record, so that the other checks can rely on it.
 * The record is anything: a verifier trusts nobody.
 */
export function checkForm(record: RoundRecord): Mismatch | null {
  return (
    (isObject(record) ? null : mismatch('record', 'is not an object')) ??
    checkFields('', record, RECORD) ??
    checkFields('limits.', record.limits, LIMITS) ??
    checkEach('bets', record.bets, (bet, path) => {
      return (
        checkFields(path, bet, BET) ??
        checkEach(`${path}proof`, bet.proof, (step, at) => checkFields(at, step, PROOF_STEP)) ??
        (bet.cashout === undefined ? null : checkFields(`${path}cashout.`, bet.cashout, CASHOUT))
      );
    }) ??
    checkEach('cancelled', record.cancelled, (entry, path) => checkFields(path, entry, CANCELLED)) ??
    checkEach('gaps', record.gaps, (gap, path) => checkFields(path, gap, GAP))
  );
}
