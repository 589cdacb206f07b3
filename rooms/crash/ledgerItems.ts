import type { Tenure } from '../../domain/crash/port.ts';
import type { Bet, Cashout } from '../../domain/crash/round.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];

/** What a player's key is bound to: who and which request, and what it said. */
export interface BetIdentity {
  key: string;
  fingerprint: bigint;
}

/** The round is not part of the body: a retry that arrives a round later is the same request. */
export function betIdentity(
  table: string,
  playerId: string,
  clientKey: string,
  amountCoins: number,
  autoCashoutHundredths: number | null,
): BetIdentity {
  return {
    key: operationKey('player', playerId, 'crash.bet', clientKey),
    fingerprint: bodyFingerprint({ table, amountCoins, autoCashoutHundredths }),
  };
}

export function cancelKey(betId: string): string {
  return operationKey('system', betId, 'crash.cancel', '');
}

export function cashoutKey(betId: string): string {
  return operationKey('system', betId, 'crash.cashout', '');
}

export function stakeItem(tenure: Tenure, game: number, bet: Bet, identity: BetIdentity): LedgerItem {
  return {
    key: identity.key,
    fingerprint: identity.fingerprint,
    kind: 'crash.bet',
    legs: [{ debitAccountId: bet.accountId, creditAccountId: HOUSE, amount: bet.amountCoins }],
    answerAccountId: bet.accountId,
    ref: bet.betId,
    claim: { lease: tenure.lease, fence: tenure.fence, game, phase: 'betting' },
    row: {
      type: 'crashBet',
      betId: bet.betId,
      table: tenure.table,
      game,
      playerId: bet.playerId,
      amountCoins: bet.amountCoins,
      autoCashoutHundredths: bet.autoCashoutHundredths,
      receivedAtMs: bet.receivedAtMs,
      sequence: bet.sequence,
    },
  };
}

export function cancelItem(
  tenure: Tenure,
  game: number,
  bet: Bet,
  receivedAtMs: number,
  sequence: number,
): LedgerItem {
  return {
    key: cancelKey(bet.betId),
    // One cancellation per bet: whichever attempt commits first stands, so the body is the bet alone.
    fingerprint: bodyFingerprint({ betId: bet.betId }),
    kind: 'crash.cancel',
    legs: [{ debitAccountId: HOUSE, creditAccountId: bet.accountId, amount: bet.amountCoins }],
    answerAccountId: bet.accountId,
    ref: bet.betId,
    claim: { lease: tenure.lease, fence: tenure.fence, game, phase: 'betting' },
    row: {
      type: 'crashBetEnd',
      betId: bet.betId,
      end: 'cancelled',
      atHundredths: null,
      payoutCoins: bet.amountCoins,
      receivedAtMs,
      sequence,
      reason: null,
    },
  };
}

export function cashoutItem(tenure: Tenure, game: number, bet: Bet, cashout: Cashout): LedgerItem {
  return {
    key: cashoutKey(bet.betId),
    fingerprint: bodyFingerprint({ betId: bet.betId, atHundredths: cashout.atHundredths }),
    kind: 'crash.cashout',
    legs: [{ debitAccountId: HOUSE, creditAccountId: bet.accountId, amount: cashout.payoutCoins }],
    answerAccountId: bet.accountId,
    ref: bet.betId,
    claim: { lease: tenure.lease, fence: tenure.fence, game, phase: 'flying' },
    row: {
      type: 'crashBetEnd',
      betId: bet.betId,
      end: 'cashed',
      atHundredths: cashout.atHundredths,
      payoutCoins: cashout.payoutCoins,
      receivedAtMs: cashout.receivedAtMs,
      sequence: cashout.sequence,
      reason: cashout.reason,
    },
  };
}
