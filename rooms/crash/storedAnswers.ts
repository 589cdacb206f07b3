import { assert } from '../../domain/assert.ts';
import type { StoredBet } from '../../domain/crash/port.ts';
import type { BetAnswer, CancelAnswer, CashoutAnswer } from '../../domain/protocol/crash.ts';
import type { Failure } from '../../domain/protocol/errors.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';
import { type BetIdentity, cancelKey, cashoutKey } from './ledgerItems.ts';
import { betReceipt, cancelReceipt, cashoutReceipt } from './receipts.ts';

type Ports = Pick<RoomPorts, 'crash' | 'ledger' | 'receipts'>;

/** The answer to a bet that is in the database; its signature comes out the same each time. */
export async function storedBet(
  ports: Ports,
  betId: string | null,
  balanceCoins: number,
): Promise<Result<BetAnswer>> {
  assert(betId !== null, 'a stake was posted without its bet');
  const found = await ports.crash.bet(betId);
  if (!found.ok) return found;
  assert(found.value !== null, `bet ${betId} has a stake but no row`);
  const { table, game } = found.value;
  const receipt = ports.receipts.sign(betReceipt(table, game, found.value));
  return ok({ betId, game, balanceCoins, receipt });
}

/**
 * A bet that the round refuses may be the repeat of one that was taken: its key is looked up before the
 * refusal counts, whatever phase, limits or funds say by now.
 */
export async function storedBetOr(
  ports: Ports,
  identity: BetIdentity,
  refusal: Failure,
): Promise<Result<BetAnswer>> {
  const posting = await ports.ledger.lookup(identity.key);
  if (!posting.ok) return posting;
  if (posting.value === null) return { ok: false, error: refusal };
  if (posting.value.fingerprint !== identity.fingerprint) return fail('key_conflict');
  return storedBet(ports, posting.value.ref, posting.value.balance);
}

export async function storedCancelOr(
  ports: Ports,
  playerId: string,
  betId: string,
  refusal: Failure,
): Promise<Result<CancelAnswer>> {
  const bet = await ownStoredBet(ports, playerId, betId);
  if (!bet.ok) return bet;
  if (bet.value.cancelled === null) return { ok: false, error: refusal };
  const posting = await ports.ledger.lookup(cancelKey(betId));
  if (!posting.ok) return posting;
  assert(posting.value !== null, `bet ${betId} is cancelled without a posting`);
  const { table, game } = bet.value;
  const receipt = ports.receipts.sign(cancelReceipt(table, game, bet.value, bet.value.cancelled));
  return ok({ balanceCoins: posting.value.balance, receipt });
}

export async function storedCashoutOr(
  ports: Ports,
  playerId: string,
  betId: string,
  refusal: Failure,
): Promise<Result<CashoutAnswer>> {
  const bet = await ownStoredBet(ports, playerId, betId);
  if (!bet.ok) return bet;
  if (bet.value.state === 'lost') return fail('too_late');
  if (bet.value.state === 'cancelled' || bet.value.state === 'voided') return fail('no_active_bet');
  const { cashout, table, game } = bet.value;
  if (cashout === null) return { ok: false, error: refusal };
  const posting = await ports.ledger.lookup(cashoutKey(betId));
  if (!posting.ok) return posting;
  assert(posting.value !== null, `bet ${betId} is cashed out without a posting`);
  return ok({
    atHundredths: cashout.atHundredths,
    payoutCoins: cashout.payoutCoins,
    balanceCoins: posting.value.balance,
    receivedAtMs: cashout.receivedAtMs,
    sequence: cashout.sequence,
    receipt: ports.receipts.sign(cashoutReceipt(table, game, bet.value, cashout)),
  });
}

async function ownStoredBet(ports: Ports, playerId: string, betId: string): Promise<Result<StoredBet>> {
  const found = await ports.crash.bet(betId);
  if (!found.ok) return found;
  // Someone else's bet and no bet at all look alike: ids of others' bets are public, their standing isn't ours to tell.
  if (found.value === null || found.value.playerId !== playerId) return fail('no_active_bet');
  return ok(found.value);
}
