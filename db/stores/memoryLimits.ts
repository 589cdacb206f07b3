import type { LedgerItem } from '../../domain/ledger/port.ts';
import { EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS } from '../../domain/ledger/stakes.ts';
import { noLimits } from '../../domain/limits/limits.ts';
import { dayOf } from '../../domain/limits/periods.ts';
import { limitRefusal } from '../../domain/limits/refusal.ts';
import { factsOf, type LimitState, type UsedDay } from '../../domain/limits/state.ts';
import type { Failure } from '../../domain/protocol/errors.ts';

/** The limits of a memory ledger's players: decided by the domain, item after item. */
export class MemoryLimits {
  readonly nowMs: () => number;
  readonly #states = new Map<number, LimitState & { days: UsedDay[] }>();
  /** When each bet's stake was posted. */
  readonly #betDays = new Map<string, number>();

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Of an account. `days` grows with what is posted. */
  of(accountId: number): LimitState & { days: UsedDay[] } {
    let state = this.#states.get(accountId);
    if (state === undefined) {
      const bars = { pausedUntilMs: null, excludedUntilMs: null };
      state = { limits: noLimits(), bars, counted: true, days: [] };
      this.#states.set(accountId, state);
    }
    return state;
  }

  refusal({ kind, legs }: LedgerItem): Failure | null {
    if (!EVERY_STAKE_KIND.includes(kind)) return null;
    const atMs = this.nowMs();
    for (const { debitAccountId: id } of legs) {
      const staked = legs.reduce((sum, leg) => sum + (leg.debitAccountId === id ? leg.amount : 0), 0);
      const refusal = limitRefusal(factsOf(this.of(id), atMs), staked);
      if (refusal) return refusal;
    }
    return null;
  }

  /** After the item was posted. */
  count({ kind, legs, ref, row }: LedgerItem): void {
    const today = dayOf(this.nowMs());
    if (row?.type === 'crashBet') this.#betDays.set(row.betId, today);
    for (const { debitAccountId, creditAccountId, amount } of legs) {
      if (EVERY_STAKE_KIND.includes(kind)) this.#add(debitAccountId, today, amount, amount);
      if (PAYOUT_KINDS.includes(kind)) this.#add(creditAccountId, today, 0, -amount);
      if (STAKE_RETURN_KINDS.includes(kind)) {
        this.#add(creditAccountId, this.#betDays.get(ref ?? '') ?? today, -amount, -amount);
      }
    }
  }

  #add(accountId: number, day: number, stakedCoins: number, lostCoins: number): void {
    this.of(accountId).days.push({ day, stakedCoins, lostCoins, playedMs: 0 });
  }
}
