import { assert } from '../assert.ts';
import type { RecordedBet, RoundRecord } from '../crash/records.ts';
import { checkBetInBook, checkBook } from './bookChecks.ts';
import { checkBetAlone, checkCashouts } from './cashoutReplay.ts';
import { mismatch } from './mismatch.ts';
import { checkForm } from './recordForm.ts';
import { checkRules, checkSequences, checkTimes, checkTotals } from './roundChecks.ts';
import { checkAsked, checkBust, checkChain, checkSalt, type VerifyContext } from './seedChecks.ts';
import { inTurn, type StepHeld, type VerdictOf } from './verdict.ts';

export type { VerifyContext } from './seedChecks.ts';

type RoundStep =
  | 'form'
  | 'chain'
  | 'salt'
  | 'bust'
  | 'book'
  | 'times'
  | 'rules'
  | 'cashouts'
  | 'totals'
  | 'bet';
export type VerifyStep = StepHeld<RoundStep>;
export type Verdict = VerdictOf<RoundStep>;

/**
 * Recomputes a settled round from its public record (FAIRNESS F4): form, chain, salt, bust, book, times,
 * rules, cash-outs, totals, in this order. Nothing in the record is trusted; the record may be any JSON.
 * @returns `valid` with every step, or the first field that does not follow and the steps that held before
 */
export function verifyRound(record: RoundRecord, context: VerifyContext): Verdict {
  return inTurn([
    {
      name: 'form',
      check: () => checkForm(record) ?? checkAsked(record, context),
      held: () => ({
        detail: `Game ${record.game} of table ${record.table}: ${record.bets.length} bets.`,
        facts: { table: record.table, game: record.game, bets: record.bets.length },
      }),
    },
    {
      name: 'chain',
      check: () => checkChain(record, context),
      held: () => {
        const previous = context.previousHash ?? context.chain.terminator;
        const links = context.previousHash === null ? record.game - context.chain.firstGame + 1 : 1;
        const detail = `SHA-256 of the hash ${record.hash}, ${links} times over, is ${previous}, published before.`;
        return { detail, facts: { hash: record.hash, previous, links } };
      },
    },
    {
      name: 'salt',
      check: () => checkSalt(record, context),
      held: () => ({ detail: `The salt is the chain's: ${record.salt}.`, facts: { salt: record.salt } }),
    },
    {
      name: 'bust',
      check: () => checkBust(record, context),
      held: () => ({
        detail: `HMAC-SHA-256 of salt and hash gives a bust at ${asMultiplier(record.bustHundredths)}.`,
        facts: { bustHundredths: record.bustHundredths, edgePercent: context.chain.edgePercent },
      }),
    },
    {
      name: 'book',
      check: () => checkBook(record),
      held: () => ({
        detail: `The ${record.bets.length} bets give the root ${record.betBookRoot}, and each proof leads to it.`,
        facts: { bets: record.bets.length, root: record.betBookRoot },
      }),
    },
    {
      name: 'times',
      check: () => checkTimes(record),
      held: () => ({
        detail: `Launch, ${record.gaps.length} gaps and bust agree with the curve.`,
        facts: { launchedAtMs: record.launchedAtMs, bustedAtMs: record.bustedAtMs, gaps: record.gaps.length },
      }),
    },
    {
      name: 'rules',
      check: () => checkRules(record),
      held: () => ({
        detail: 'Every stake and the whole book were within the published limits.',
        facts: { ...record.limits },
      }),
    },
    {
      name: 'cashouts',
      check: () => checkSequences(record) ?? checkCashouts(record),
      held: () => {
        const cashouts = record.bets.filter((bet) => bet.cashout !== undefined).length;
        const detail = `${cashouts} cash-outs replayed: each where the curve was, and nobody was left out.`;
        return { detail, facts: { cashouts, cancelled: record.cancelled.length } };
      },
    },
    {
      name: 'totals',
      check: () => checkTotals(record),
      held: () => ({
        detail: `Staked ${record.stakedCoins} coins, paid ${record.paidCoins}.`,
        facts: { stakedCoins: record.stakedCoins, paidCoins: record.paidCoins },
      }),
    },
  ]);
}

/** One bet alone: that it stands in the book as placed, and that its end follows from curve and bust. */
export function verifyOwnBet(record: RoundRecord, betId: string): Verdict {
  const index = Array.isArray(record.bets) ? record.bets.findIndex((bet) => bet?.betId === betId) : -1;
  const path = `bets[${index}]`;
  const found = () => {
    const bet = record.bets[index];
    assert(bet !== undefined, 'the bet was found before');
    return bet;
  };
  return inTurn([
    {
      name: 'form',
      check: () => checkForm(record) ?? (index < 0 ? mismatch('bets', `hold no bet ${betId}`) : null),
      held: () => ({
        detail: `Game ${record.game} holds the bet ${betId}.`,
        facts: { game: record.game, betId },
      }),
    },
    {
      name: 'book',
      check: () => checkBetInBook(record, found(), path),
      held: () => ({
        detail: `The bet's ${found().proof.length} proof steps lead to the root ${record.betBookRoot}.`,
        facts: { proofSteps: found().proof.length, root: record.betBookRoot },
      }),
    },
    {
      name: 'bet',
      check: () => checkBetAlone(record, found(), path),
      held: () => ownEnd(found(), record),
    },
  ]);
}

function ownEnd(
  { amountCoins, cashout }: RecordedBet,
  { bustHundredths, voided }: RoundRecord,
): Omit<VerifyStep, 'name'> {
  if (cashout === undefined && voided) {
    const detail = `It staked ${amountCoins} coins, and got them back: the round was voided.`;
    return { detail, facts: { amountCoins, payoutCoins: amountCoins } };
  }
  if (cashout === undefined) {
    const detail = `It staked ${amountCoins} coins and flew into the bust at ${asMultiplier(bustHundredths)}.`;
    return { detail, facts: { amountCoins, payoutCoins: 0, bustHundredths } };
  }
  const { atHundredths, payoutCoins, reason } = cashout;
  const detail = `It staked ${amountCoins} coins, left at ${asMultiplier(atHundredths)} and got ${payoutCoins}.`;
  return { detail, facts: { amountCoins, payoutCoins, atHundredths, reason } };
}

function asMultiplier(hundredths: number): string {
  return `${(hundredths / 100).toFixed(2)}x`;
}
