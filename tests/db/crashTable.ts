import { randomUUID } from 'node:crypto';
import type { ChainStore, CrashStore, LeaseStore, Settlement, Tenure } from '../../domain/crash/port.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import type { IdentityStore, Player } from '../../domain/identity/port.ts';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, LedgerStore, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** What a table's owner plays it on. */
export interface CrashStores {
  ownerId: string;
  chains: ChainStore;
  leases: LeaseStore;
  crash: CrashStore;
  ledger: LedgerStore;
  identity: Pick<IdentityStore, 'createPlayer'>;
}

/** A table as its owner plays it, on the real stores, without a room. */
export class CrashTable {
  readonly table: string;
  readonly rules: TableRules;
  readonly tenure: Tenure;
  readonly #db: CrashStores;
  #sequence = 0;

  private constructor(db: CrashStores, tenure: Tenure) {
    this.#db = db;
    this.tenure = tenure;
    this.table = tenure.table;
    this.rules = { ...DEFAULT_TABLES[0]!, table: tenure.table };
  }

  static async own(db: CrashStores, table: string): Promise<CrashTable> {
    const chains = await db.chains.chains(table);
    if (chains.length === 0) {
      await db.chains.insert(
        {
          ...{ table, length: 1000, terminator: `terminator of ${table}`, salt: '', saltSource: '' },
          ...{ edgePercent: 1, firstGame: 1, status: 'active' },
        },
        [new Uint8Array(32)],
      );
    }
    return new CrashTable(db, value(await db.leases.acquire(table, db.ownerId))!);
  }

  async chainId(): Promise<number> {
    return (await this.#db.chains.chains(this.table)).at(-1)!.id;
  }

  async open(game: number): Promise<Result<void>> {
    const chainId = await this.chainId();
    const { rules } = this;
    return this.#db.crash.openRound(this.tenure, {
      game,
      chainId,
      startedAtMs: 1000,
      bettingEndsAtMs: 7000,
      rules,
    });
  }

  /** A player with coins. */
  async player(coins = 10_000): Promise<Player> {
    const id = randomUUID();
    const player = await this.#db.identity.createPlayer({
      ...{ id, nickname: `p-${id.slice(0, 8)}`, bot: false, ageConfirmed: true },
    });
    const legs: LedgerItem['legs'] = [
      { debitAccountId: mintOf('coins'), creditAccountId: player.accounts.coins, amount: coins },
    ];
    value(await this.#post({ kind: 'grant.welcome', legs, answerAccountId: player.accounts.coins }));
    return player;
  }

  async bet(
    player: Player,
    game: number,
    amountCoins: number,
    autoCashoutHundredths: number | null = null,
    ledger?: LedgerStore,
  ): Promise<{ betId: string; result: Result<Posting> }> {
    const betId = randomUUID();
    const account = player.accounts.coins;
    const result = await this.#post(
      {
        ...{ kind: 'crash.bet', answerAccountId: account, ref: betId, claim: this.claim(game, 'betting') },
        legs: [{ debitAccountId: account, creditAccountId: HOUSE, amount: amountCoins }],
        row: {
          ...{ type: 'crashBet', betId, table: this.table, game, playerId: player.id, amountCoins },
          ...{ autoCashoutHundredths, receivedAtMs: 2000, sequence: ++this.#sequence },
        },
      },
      ledger,
    );
    return { betId, result };
  }

  cancel(player: Player, game: number, betId: string, amountCoins: number): Promise<Result<Posting>> {
    const account = player.accounts.coins;
    return this.#post({
      ...{ kind: 'crash.cancel', answerAccountId: account, ref: betId, claim: this.claim(game, 'betting') },
      legs: [{ debitAccountId: HOUSE, creditAccountId: account, amount: amountCoins }],
      row: {
        ...{ type: 'crashBetEnd', betId, end: 'cancelled', atHundredths: null, payoutCoins: amountCoins },
        ...{ receivedAtMs: 3000, sequence: ++this.#sequence, reason: null },
      },
    });
  }

  cashOut(
    player: Player,
    game: number,
    betId: string,
    atHundredths: number,
    payoutCoins: number,
  ): Promise<Result<Posting>> {
    const account = player.accounts.coins;
    return this.#post({
      ...{ kind: 'crash.cashout', answerAccountId: account, ref: betId, claim: this.claim(game, 'flying') },
      legs: [{ debitAccountId: HOUSE, creditAccountId: account, amount: payoutCoins }],
      row: {
        ...{ type: 'crashBetEnd', betId, end: 'cashed', atHundredths, payoutCoins },
        ...{ receivedAtMs: 9000, sequence: ++this.#sequence, reason: 'player' },
      },
    });
  }

  /** The stake of a bet in flight comes back. */
  voidBet(player: Player, game: number, betId: string, amountCoins: number): Promise<Result<Posting>> {
    const account = player.accounts.coins;
    return this.#post({
      ...{ kind: 'crash.void', answerAccountId: account, ref: betId, claim: this.claim(game, 'flying') },
      legs: [{ debitAccountId: HOUSE, creditAccountId: account, amount: amountCoins }],
      row: {
        ...{ type: 'crashBetEnd', betId, end: 'voided', atHundredths: null, payoutCoins: amountCoins },
        ...{ receivedAtMs: 9000, sequence: ++this.#sequence, reason: null },
      },
    });
  }

  close(game: number, salt?: string) {
    return this.#db.crash.closeBook(this.tenure, game, (bets) => ({
      ...{ betBookRoot: betBookRoot(bets), launchedAtMs: 8000 },
      ...(salt ? { salt: { salt, saltSource: 'a test' } } : {}),
    }));
  }

  settle(game: number, change: Partial<Settlement> = {}): Promise<Result<void>> {
    return this.#db.crash.settle(this.tenure, game, {
      ...{ hash: 'ab'.repeat(32), bustHundredths: 300, bustedAtMs: 20_000 },
      ...{ stakedCoins: 0, paidCoins: 0, betCount: 0, ...change },
    });
  }

  claim(game: number, phase: 'betting' | 'flying') {
    return { lease: this.tenure.lease, fence: this.tenure.fence, game, phase };
  }

  #post(
    item: Pick<LedgerItem, 'kind' | 'legs' | 'answerAccountId'> & Partial<LedgerItem>,
    ledger: LedgerStore = this.#db.ledger,
  ): Promise<Result<Posting>> {
    return ledger.post({ key: randomUUID(), fingerprint: 0n, ref: null, claim: null, row: null, ...item });
  }
}
