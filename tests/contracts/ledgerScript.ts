import { expect } from 'vitest';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, LedgerStore, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import { GameRows } from './gameRows.ts';
import { type LedgerWorld, uuidOf, type WorldPlayer } from './ledgerWorld.ts';
import { LimitRows } from './limitRows.ts';
import { type Row, rows } from './scriptRows.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];

/**
 * A ledger test as a text table. A row is `verb key player amount option=value... -> outcome`:
 * - `grant`, `take`: coins from the mint, or to the house, without a game;
 * - `bet`: a stake with its bet (named like the key, or `bet=`), claiming fence 1, game 1, betting;
 * - `cashout`, `cancel`: ends the bet `bet=`, claiming fence 1, game 1, flying or betting;
 * - `spin` and what belongs to games: see `GameRows`;
 * - `limit player` and what belongs to limits: see `LimitRows`;
 * - `block player`, `unblock player`, `lease table fence=.. game=.. phase=..` change the world.
 * Options: `body` (another fingerprint), `fence`, `game`, `phase`, `table`, `bet`.
 * Outcomes: the balance afterwards, `again <balance>` for a repeat, a code, or a code and its balance, or its limit,
 * period and what remains.
 */
export class LedgerScript {
  readonly players = new Map<string, WorldPlayer>();
  readonly world: LedgerWorld;
  readonly games: GameRows;
  readonly #limits: LimitRows;
  readonly #prefix: string;

  /** @param prefix keeps the keys and bets of one test apart from another's in the same world */
  constructor(world: LedgerWorld, prefix: string) {
    this.world = world;
    this.#prefix = prefix;
    this.games = new GameRows(
      world,
      (word) => this.name(word),
      (name) => this.player(name),
    );
    this.#limits = new LimitRows(world, (name) => this.player(name));
  }

  name(word: string): string {
    return this.#prefix + word;
  }

  /** Row after row, each after the last one's answer. */
  async run(table: string): Promise<void> {
    for (const row of rows(table)) await this.#step(row);
  }

  /** All rows at once, so that they share a batch: in order. */
  async atOnce(table: string): Promise<void> {
    const items: { row: Row; item: LedgerItem }[] = [];
    for (const row of rows(table)) items.push({ row, item: await this.item(row) });
    const results = await Promise.all(items.map(({ item }) => this.world.ledger.post(item)));
    expect(results.map((result, index) => `${items[index]!.row.text} -> ${outcome(result)}`)).toEqual(
      items.map(({ row }) => `${row.text} -> ${row.expected}`),
    );
  }

  async player(name: string): Promise<WorldPlayer> {
    let player = this.players.get(name);
    if (!player) {
      player = await this.world.player();
      this.players.set(name, player);
    }
    return player;
  }

  async #step(row: Row): Promise<void> {
    const [verb, name] = row.words;
    const { fence, game, phase } = row.options;
    if (verb === 'block' || verb === 'unblock') {
      await this.world.block((await this.player(name!)).coins, verb === 'block');
    } else if (verb === 'lease') {
      await this.world.lease(name!, { fence: Number(fence), game: Number(game), phase: phase! });
    } else if (!(await this.#limits.run(row)) && !(await this.games.run(row))) {
      const result = await this.world.ledger.post(await this.item(row));
      expect(`${row.text} -> ${outcome(result)}`).toBe(`${row.text} -> ${row.expected}`);
    }
  }

  /** The item of a row of its own. */
  rowItem(text: string): Promise<LedgerItem> {
    return this.item(rows(text)[0]!);
  }

  async item(row: Row): Promise<LedgerItem> {
    const [verb, key, name, amountText] = row.words;
    if (verb === 'spin') return this.games.item(row);
    const { options } = row;
    const { playerId, coins } = await this.player(name!);
    const amount = Number(amountText);
    const table = options.table ?? 'main';
    const betId = uuidOf(this.name(`bet ${options.bet ?? key}`));
    const item: LedgerItem = {
      key: uuidOf(this.name(`key ${key}`)),
      fingerprint: BigInt(options.body ?? 0),
      kind: 'grant.admin',
      legs: [{ debitAccountId: coins, creditAccountId: HOUSE, amount }],
      answerAccountId: coins,
      ref: null,
      claim: null,
      row: null,
    };
    const claim = (phase: 'betting' | 'flying') => ({
      lease: `crash/${table}`,
      fence: Number(options.fence ?? 1),
      game: Number(options.game ?? 1),
      phase: (options.phase as 'betting' | undefined) ?? phase,
    });
    const place = { receivedAtMs: 1_763_700_000_000, sequence: 1 };
    const toPlayer: LedgerItem['legs'] = [{ debitAccountId: HOUSE, creditAccountId: coins, amount }];
    switch (verb) {
      case 'take':
        return item;
      case 'grant':
        return {
          ...item,
          legs: [{ debitAccountId: mintOf('coins'), creditAccountId: coins, amount }],
        };
      case 'bet':
        return {
          ...item,
          kind: 'crash.bet',
          ref: betId,
          claim: claim('betting'),
          row: {
            ...{ type: 'crashBet', betId, table, game: Number(options.game ?? 1), playerId },
            ...{ amountCoins: amount, autoCashoutHundredths: null, ...place },
          },
        };
      case 'cashout':
        return {
          ...item,
          ...{ kind: 'crash.cashout', legs: toPlayer, ref: betId, claim: claim('flying') },
          row: {
            ...{ type: 'crashBetEnd', betId, end: 'cashed', atHundredths: 200, payoutCoins: amount },
            ...{ ...place, reason: 'player' },
          },
        };
      case 'cancel':
        return {
          ...item,
          ...{ kind: 'crash.cancel', legs: toPlayer, ref: betId, claim: claim('betting') },
          row: {
            ...{ type: 'crashBetEnd', betId, end: 'cancelled', atHundredths: null, payoutCoins: amount },
            ...{ ...place, reason: null },
          },
        };
      default:
        throw new Error(`no such verb: ${row.text}`);
    }
  }
}

export function outcome(result: Result<Posting>): string {
  if (result.ok) return `${result.value.repeated ? 'again ' : ''}${result.value.balance}`;
  const { code, details } = result.error;
  const { balance, limit, period, remainingCoins, remainingMs } = details;
  return [code, balance, limit, period, remainingCoins ?? remainingMs]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** Posts and expects success. */
export async function posted(ledger: LedgerStore, item: LedgerItem): Promise<Posting> {
  const result = await ledger.post(item);
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value;
}
