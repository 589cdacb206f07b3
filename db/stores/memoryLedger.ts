import { assert } from '../../domain/assert.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type {
  CrashBetEndRow,
  CrashBetRow,
  GameRecordRow,
  LedgerItem,
  LedgerStore,
  PlayRow,
  Posting,
  StateChange,
  StockUse,
  StoredPosting,
} from '../../domain/ledger/port.ts';
import { type Currency, isAmount } from '../../domain/money.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { MemoryLimits } from './memoryLimits.ts';

export interface MemoryAccount {
  currency: Currency;
  player: boolean;
  blocked: boolean;
  balance: number;
}

export interface MemoryLease {
  table: string;
  fence: number;
  game: number;
  phase: string;
}

export interface MemoryPair {
  playerId: string;
  status: 'next' | 'active' | 'revealed';
  nonce: number;
}

export interface MemoryGame extends GameRecordRow {
  stakeId: number;
  payoutId: number | null;
}

export interface MemoryTransfer {
  id: number;
  key: string;
  debitAccountId: number;
  creditAccountId: number;
  amount: number;
  kind: string;
  ref: string | null;
}

/**
 * The ledger's rules without a database: for tests of what stands on it, and as the plain statement of what
 * `ledger_post` does in sets. One item after the other; each is decided and written in one go.
 */
export class MemoryLedger implements LedgerStore {
  readonly accounts = new Map<number, MemoryAccount>();
  readonly leases = new Map<string, MemoryLease>();
  readonly transfers: MemoryTransfer[] = [];
  readonly bets = new Map<string, CrashBetRow>();
  readonly ends = new Map<string, CrashBetEndRow>();
  readonly pairs = new Map<string, MemoryPair>();
  /** Documents by owner and scope (`documentKey`). */
  readonly states = new Map<string, { state: string; dueAtMs: number | null }>();
  /** How many are left, by banner and item (`stockKey`). */
  readonly stock = new Map<string, number>();
  readonly games = new Map<string, MemoryGame>();
  readonly limits: MemoryLimits;
  readonly #postings = new Map<string, { item: LedgerItem; posting: Posting }>();

  constructor(nowMs: () => number) {
    this.limits = new MemoryLimits(nowMs);
    for (const [name, id] of Object.entries(SYSTEM_ACCOUNTS)) {
      const currency = name.slice(name.lastIndexOf('.') + 1) as Currency;
      this.accounts.set(id, { currency, player: false, blocked: false, balance: 0 });
    }
  }

  async post(item: LedgerItem): Promise<Result<Posting>> {
    assert(
      item.legs.length >= 1 && item.legs.length <= 4,
      `an item has 1 to 4 legs, not ${item.legs.length}`,
    );
    const known = this.#postings.get(item.key);
    if (known) {
      return sameOperation(known.item, item)
        ? ok({ ...known.posting, repeated: true })
        : fail('key_conflict');
    }
    const refusal = this.#refusal(item);
    if (refusal) return refusal;
    for (const { debitAccountId, creditAccountId, amount } of item.legs) {
      this.accounts.get(debitAccountId)!.balance -= amount;
      this.accounts.get(creditAccountId)!.balance += amount;
      const { key, kind, ref } = item;
      this.transfers.push({
        ...{ id: this.transfers.length + 1, key, debitAccountId, creditAccountId, amount, kind, ref },
      });
    }
    if (item.row?.type === 'crashBet') this.bets.set(item.row.betId, item.row);
    if (item.row?.type === 'crashBetEnd') this.ends.set(item.row.betId, item.row);
    this.limits.count(item);
    const transferId = this.transfers.length - item.legs.length + 1;
    if (item.row?.type === 'play') this.#play(item.row, transferId);
    const posting = {
      transferId,
      ref: item.ref,
      balance: this.accounts.get(item.answerAccountId)!.balance,
      repeated: false,
    };
    this.#postings.set(item.key, { item, posting });
    return ok(posting);
  }

  async lookup(key: string): Promise<Result<StoredPosting | null>> {
    const known = this.#postings.get(key);
    if (!known) return ok(null);
    const { fingerprint, kind } = known.item;
    const { transferId, ref, balance } = known.posting;
    return ok({ key, fingerprint, kind, transferId, ref, balance });
  }

  /** The checks of POST_ERRORS, in their order. */
  #refusal(item: LedgerItem): Result<never> | null {
    const { legs, claim, row } = item;
    if (!legs.every(({ amount }) => isAmount(amount))) return fail('invalid_amount');
    if (!this.#accountsFit(item)) return fail('not_found');
    if (claim) {
      const lease = this.leases.get(claim.lease);
      if (lease?.fence !== claim.fence) return fail('fenced');
      if (lease.game !== claim.game || lease.phase !== claim.phase) return fail('round_closed');
    }
    if (row?.type === 'crashBetEnd' && !this.#mayEnd(item, row)) return fail('no_active_bet');
    if (row?.type === 'play' && !this.#isCurrent(row)) return fail('outdated');
    for (const { debitAccountId } of legs) {
      const { player, blocked } = this.accounts.get(debitAccountId)!;
      if (player && blocked) return fail('forbidden');
    }
    const overLimit = this.limits.refusal(item);
    if (overLimit) return { ok: false, error: overLimit };
    return this.#overdraft(item) ?? (this.#idTaken(item) ? fail('key_conflict') : null);
  }

  /** Another key has placed a bet, or played a game, of this id. */
  #idTaken({ row }: LedgerItem): boolean {
    if (row?.type === 'crashBet') return this.bets.has(row.betId);
    return row?.type === 'play' && row.games.some(({ gameId }) => this.games.has(gameId));
  }

  /** Whether everything that the games were computed from still is as it was seen. */
  #isCurrent({ pair, states, stock }: PlayRow): boolean {
    if (pair) {
      const stands = this.pairs.get(pair.pairId);
      if (stands?.status !== 'active' || stands.nonce !== pair.nonce) return false;
    }
    const statesFit = states.every(
      (change) => (this.states.get(documentKey(change))?.state ?? null) === change.before,
    );
    return (
      statesFit &&
      stock.every((use) => {
        const left = this.stock.get(stockKey(use));
        return left !== undefined && Math.min(left, use.cap) === use.seen;
      })
    );
  }

  #play({ pair, states, stock, games }: PlayRow, transferId: number): void {
    if (pair) this.pairs.get(pair.pairId)!.nonce++;
    for (const change of states) {
      const { before, after, dueAtMs } = change;
      if (after === null) this.states.delete(documentKey(change));
      else if (after !== before) this.states.set(documentKey(change), { state: after, dueAtMs });
    }
    for (const use of stock) this.stock.set(stockKey(use), this.stock.get(stockKey(use))! - use.taken);
    for (const game of games) {
      const stakeId = game.stakeTransferId ?? transferId;
      const payoutId = game.payoutLeg === null ? null : transferId + game.payoutLeg;
      this.games.set(game.gameId, { ...game, stakeId, payoutId });
    }
  }

  #accountsFit({ legs, answerAccountId }: LedgerItem): boolean {
    const answers = legs.some((leg) => [leg.debitAccountId, leg.creditAccountId].includes(answerAccountId));
    return legs.every(({ debitAccountId, creditAccountId }) => {
      const debit = this.accounts.get(debitAccountId);
      const credit = this.accounts.get(creditAccountId);
      return answers && debit && credit && debit !== credit && debit.currency === credit.currency;
    });
  }

  #mayEnd({ claim }: LedgerItem, { betId }: CrashBetEndRow): boolean {
    const bet = this.bets.get(betId);
    if (!bet || this.ends.has(betId)) return false;
    return !claim || (bet.game === claim.game && bet.table === this.leases.get(claim.lease)!.table);
  }

  #overdraft({ legs, answerAccountId }: LedgerItem): Result<never> | null {
    const after = new Map<number, number>();
    const move = (id: number, change: number) => {
      const balance = (after.get(id) ?? this.accounts.get(id)!.balance) + change;
      after.set(id, balance);
      return balance;
    };
    let overflow = false;
    let short = false;
    for (const { debitAccountId, creditAccountId, amount } of legs) {
      const left = move(debitAccountId, -amount);
      if (left < 0 && this.accounts.get(debitAccountId)!.player) short = true;
      if (!Number.isSafeInteger(left) || !Number.isSafeInteger(move(creditAccountId, amount)))
        overflow = true;
    }
    if (short) return fail('insufficient_funds', { balance: this.accounts.get(answerAccountId)!.balance });
    return overflow ? fail('invalid_amount') : null;
  }
}

/** Of `MemoryLedger.states`. */
export function documentKey({ ownerId, scope }: Pick<StateChange, 'ownerId' | 'scope'>): string {
  return `${ownerId} ${scope}`;
}

/** Of `MemoryLedger.stock`. */
export function stockKey({ banner, item }: Pick<StockUse, 'banner' | 'item'>): string {
  return JSON.stringify([banner, item]);
}

/** Of a game's repeat only key, fingerprint and kind count: it was computed from other seeds, so its legs differ. */
function sameOperation(a: LedgerItem, b: LedgerItem): boolean {
  if (a.fingerprint !== b.fingerprint || a.kind !== b.kind) return false;
  if (b.row?.type === 'play') return true;
  return (
    a.legs.length === b.legs.length &&
    a.legs.every((leg, index) => {
      const other = b.legs[index]!;
      return (
        leg.debitAccountId === other.debitAccountId &&
        leg.creditAccountId === other.creditAccountId &&
        leg.amount === other.amount
      );
    })
  );
}
