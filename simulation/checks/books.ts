import type { MemoryTransfer } from '../../db/stores/memoryLedger.ts';
import { payoutCoins } from '../../domain/money.ts';
import type { Tables } from '../database/tables.ts';
import type { Watch } from './watch.ts';

/** Kinds of lines that end a bet or a match with money: one line, or one posting, for each. */
const ENDS_BET = new Set(['crash.cancel', 'crash.cashout', 'crash.void']);
const STAKES = new Set(['crash.bet', 'slots.spin', 'gacha.pull', 'rps.throw', 'rps.stake']);

/** Money, watched line by line as it is written (SI1 to SI4), against a book of its own. */
export class Books {
  readonly #tables: Tables;
  readonly #watch: Watch;
  /** Balances as the lines give them. */
  readonly #balances = new Map<number, number>();
  /** The number of the first line of each key's posting. */
  readonly posted = new Map<string, number>();
  /** Keys that a player may have staked under: who it is. */
  readonly asked = new Map<string, number>();
  readonly #endedBets = new Set<string>();
  readonly #finishedMatches = new Set<string>();
  #read = 0;
  #lastKey = '';

  constructor(tables: Tables, watch: Watch) {
    this.#tables = tables;
    this.#watch = watch;
  }

  /** After each event. */
  look(): void {
    const { transfers } = this.#tables.ledger;
    if (this.#read === transfers.length) return;
    for (; this.#read < transfers.length; this.#read += 1) this.#line(transfers[this.#read]!);
    this.#balance();
  }

  #line(line: MemoryTransfer): void {
    const { key, kind, ref, amount, debitAccountId, creditAccountId, id } = line;
    if (key !== this.#lastKey) {
      if (this.posted.has(key)) this.#watch.violated('SI4', `key ${key} (${kind}) is posted twice`);
      this.posted.set(key, id);
    }
    this.#balances.set(debitAccountId, (this.#balances.get(debitAccountId) ?? 0) - amount);
    this.#balances.set(creditAccountId, (this.#balances.get(creditAccountId) ?? 0) + amount);
    const player = this.#tables.ledger.accounts.get(debitAccountId)!.player;
    if (player && STAKES.has(kind) && this.asked.get(key) !== debitAccountId) {
      this.#watch.violated('SI4', `${kind} of ${amount} coins under a key that its player never sent`);
    }
    if (ENDS_BET.has(kind)) this.#betEnds(kind, ref!, amount);
    if (kind === 'rps.finish' && key !== this.#lastKey) {
      if (this.#finishedMatches.has(ref!)) this.#watch.violated('SI4', `match ${ref} is finished twice`);
      this.#finishedMatches.add(ref!);
    }
    this.#lastKey = key;
  }

  #betEnds(kind: string, betId: string, amount: number): void {
    if (this.#endedBets.has(betId)) this.#watch.violated('SI4', `bet ${betId} is paid twice`);
    this.#endedBets.add(betId);
    const bet = this.#tables.ledger.bets.get(betId);
    const end = this.#tables.ledger.ends.get(betId);
    if (bet === undefined || end === undefined) {
      this.#watch.violated('SI4', `${kind} of bet ${betId}, which has no row`);
      return;
    }
    const due = kind === 'crash.cashout' ? payoutCoins(bet.amountCoins, end.atHundredths!) : bet.amountCoins;
    if (amount !== due) this.#watch.violated('SI4', `${kind} of bet ${betId} pays ${amount}, not ${due}`);
  }

  #balance(): void {
    const sums = { coins: 0, gems: 0, credits: 0 };
    for (const [id, { balance, currency, player }] of this.#tables.ledger.accounts) {
      sums[currency] += balance;
      if (player && balance < 0) this.#watch.violated('SI2', `account ${id} has ${balance} ${currency}`);
      const booked = this.#balances.get(id) ?? 0;
      if (balance !== booked)
        this.#watch.violated('SI1', `account ${id} has ${balance}, its lines give ${booked}`);
    }
    for (const [currency, sum] of Object.entries(sums)) {
      if (sum !== 0) this.#watch.violated('SI1', `all balances in ${currency} add up to ${sum}`);
    }
  }
}
