import { StoreUnavailableError } from '../../db/storeUnavailable.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, type Result } from '../../domain/result.ts';
import type { Tables } from '../database/tables.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import { type Owner, time } from '../virtualTime.ts';

/** A statement that takes longer is ended by the server, and its caller told. */
const STATEMENT_MS = 2_000;

/** What becomes of one call. */
interface Fate {
  /** When it commits, from now; null: it doesn't. */
  commitsInMs: number | null;
  answersInMs: number;
  /** Its caller hears what came of it. */
  told: boolean;
}

/** A database that a call may find away. */
export interface Outage {
  untilMs: number;
}

/** The way from one process to the store. Every call is an event when it commits, and another when it is answered. */
export class StoreLink {
  /** This process alone gets nothing through until then. */
  cutUntilMs = 0;
  /** The connection that proves the process alive was lost with it, and is made anew. */
  readonly #owner: Owner;
  readonly #random: Random;
  readonly #outage: Outage;
  readonly #tables: Tables;
  faults: Faults;

  constructor(owner: Owner, tables: Tables, outage: Outage, faults: Faults, random: Random) {
    this.#owner = owner;
    this.#tables = tables;
    this.#outage = outage;
    this.faults = faults;
    this.#random = random;
  }

  get isCut(): boolean {
    return time.nowMs < this.cutUntilMs || time.nowMs < this.#outage.untilMs;
  }

  /**
   * A call that answers a `Result`. `store_unavailable` says nothing about whether it was written.
   * @param as whose work it is: null for one statement, which runs whatever becomes of the process; the process for a
   *   transaction that it leads, which dies with it
   */
  call<T>(work: () => Promise<Result<T>>, as: 'statement' | 'transaction' = 'statement'): Promise<Result<T>> {
    return this.#run(work, as, () => fail('store_unavailable'));
  }

  /** A call that answers a value. @throws StoreUnavailableError */
  async ask<T>(work: () => Promise<T>): Promise<T> {
    const answer = await this.#run<{ value: T } | null>(
      async () => ({ value: await work() }),
      'statement',
      () => null,
    );
    if (answer === null) throw new StoreUnavailableError('the database does not answer');
    return answer.value;
  }

  /** A batch of the ledger. @throws as `pg` does: for a lost connection, or a statement that was ended for its time */
  async post(items: readonly LedgerItem[]): Promise<Result<Posting>[]> {
    const answer = await this.#run<Result<Posting>[] | null>(
      () => postAll(this.#tables, items),
      'statement',
      () => null,
    );
    if (answer !== null) return answer;
    const cancelled = this.#random.chance(0.3);
    throw Object.assign(new Error('Connection terminated'), { code: cancelled ? '57P01' : '08006' });
  }

  async connect(): Promise<void> {
    await this.ask(async () => {});
  }

  #run<T>(work: () => Promise<T>, as: 'statement' | 'transaction', unavailable: () => T): Promise<T> {
    const owner = this.#owner;
    const { commitsInMs, answersInMs, told } = this.#fate();
    return new Promise<T>((resolve, reject) => {
      let outcome: (() => void) | null = null;
      const answer = () => {
        if (told && outcome !== null) outcome();
        else resolve(unavailable());
      };
      if (commitsInMs !== null) {
        time.after(commitsInMs, as === 'statement' ? null : owner, () => {
          work().then(
            (value) => {
              outcome = () => resolve(value);
            },
            (error) => {
              outcome = () => reject(error);
            },
          );
          if (answersInMs >= commitsInMs) time.after(answersInMs - commitsInMs, owner, answer);
        });
        if (answersInMs < commitsInMs) time.after(answersInMs, owner, answer);
      } else {
        time.after(answersInMs, owner, answer);
      }
    });
  }

  #fate(): Fate {
    const random = this.#random;
    const { storeRefuses, storeForgets, storeIsSlow, storeIsSilent } = this.faults;
    if (this.isCut) return { commitsInMs: null, answersInMs: random.pick([1, 5, STATEMENT_MS]), told: false };
    const roll = random.word() / 2 ** 32;
    const quickMs = 1 + (random.word() & 3);
    if (roll < storeRefuses) return { commitsInMs: null, answersInMs: quickMs, told: false };
    if (roll < storeRefuses + storeForgets)
      return { commitsInMs: quickMs, answersInMs: quickMs + 1, told: false };
    if (roll < storeRefuses + storeForgets + storeIsSlow) {
      const commitsInMs = random.between(50, STATEMENT_MS - 100);
      return { commitsInMs, answersInMs: commitsInMs + 1, told: true };
    }
    if (roll < storeRefuses + storeForgets + storeIsSlow + storeIsSilent) {
      const commitsInMs = random.chance(0.5) ? random.between(1, STATEMENT_MS + 400) : null;
      return { commitsInMs, answersInMs: STATEMENT_MS + 100, told: false };
    }
    return { commitsInMs: quickMs, answersInMs: quickMs + 1 + (random.word() & 1), told: true };
  }
}

/** What `ledger_post` does with a batch: all in one go, each item decided after those before it. */
async function postAll(
  { ledger, watcher, leases }: Tables,
  items: readonly LedgerItem[],
): Promise<Result<Posting>[]> {
  const results: Result<Posting>[] = [];
  for (const item of items) {
    const result = await ledger.post(item);
    results.push(result);
    if (!result.ok || result.value.repeated || item.claim === null) continue;
    const table = item.claim.lease.slice('crash/'.length);
    if (leases.has(table)) watcher.wrote(table, item.claim.fence);
  }
  return results;
}

/** The links of this world's processes, by the name that a ledger is opened with. */
export const links = new Map<string, StoreLink>();
