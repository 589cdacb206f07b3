import { assert } from '../../domain/assert.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type {
  CrashBetEndRow,
  CrashBetRow,
  LedgerItem,
  LedgerStore,
  Posting,
  StoredPosting,
} from '../../domain/ledger/port.ts';
import { type Currency, isAmount } from '../../domain/money.ts';
import { fail, ok, type Result } from '../../domain/result.ts';

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
  readonly #postings = new Map<string, { item: LedgerItem; posting: Posting }>();

  constructor() {
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
    const posting = {
      transferId: this.transfers.length - item.legs.length + 1,
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
    for (const { debitAccountId } of legs) {
      const { player, blocked } = this.accounts.get(debitAccountId)!;
      if (player && blocked) return fail('forbidden');
    }
    const taken = row?.type === 'crashBet' && this.bets.has(row.betId);
    return this.#overdraft(item) ?? (taken ? fail('key_conflict') : null);
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

function sameOperation(a: LedgerItem, b: LedgerItem): boolean {
  return (
    a.fingerprint === b.fingerprint &&
    a.kind === b.kind &&
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
