import { expect } from 'vitest';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, StateChange, StockUse } from '../../domain/ledger/port.ts';
import { type LedgerWorld, uuidOf } from './ledgerWorld.ts';
import type { Row } from './scriptRows.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];

/**
 * Rows of a text table about games.
 * - `spin key player bet payout pair= nonce=`: a game (named like the key, or `game=`), by these options too:
 *   `docs=streak:none>1,pity:4>4` documents of the player before and after, `stock=gold:10/10-3` seen, cap and taken;
 *   `body=` another fingerprint. A payout of 0 has no leg;
 * - `pair name player` makes a pair, `reveal name`; `left item number` puts an item into stock;
 * - `nonce pair -> 1`, `doc player streak -> 1`, `stock item -> 7`, `played game -> yes` look at what there is.
 */
export class GameRows {
  readonly pairs = new Map<string, string>();
  readonly #world: LedgerWorld;
  readonly #name: (word: string) => string;
  readonly #player: (name: string) => Promise<{ playerId: string; coins: number }>;

  constructor(
    world: LedgerWorld,
    name: (word: string) => string,
    player: (name: string) => Promise<{ playerId: string; coins: number }>,
  ) {
    this.#world = world;
    this.#name = name;
    this.#player = player;
  }

  get banner(): string {
    return this.#name('banner');
  }

  gameId(name: string): string {
    return uuidOf(this.#name(`game ${name}`));
  }

  /** Whether the row was one of these: changed the world, or looked at it. */
  async run({ words, text, expected }: Row): Promise<boolean> {
    const [verb, name, more] = words;
    const shows = (value: unknown) => expect(`${text} -> ${value}`).toBe(`${text} -> ${expected}`);
    if (verb === 'pair') this.pairs.set(name!, await this.#world.pair((await this.#player(more!)).playerId));
    else if (verb === 'reveal') await this.#world.reveal(this.pairs.get(name!)!);
    else if (verb === 'left') await this.#world.setStock(this.banner, name!, Number(more));
    else if (verb === 'nonce') shows(await this.#world.nonce(this.pairs.get(name!)!));
    else if (verb === 'stock') shows(await this.#world.stock(this.banner, name!));
    else if (verb === 'doc') {
      const state = await this.#world.document((await this.#player(name!)).playerId, more!);
      shows(state === null ? 'none' : JSON.parse(state).n);
    } else if (verb === 'played') {
      const games = await this.#world.games();
      shows(games.some(({ gameId }) => gameId === this.gameId(name!)) ? 'yes' : 'no');
    } else return false;
    return true;
  }

  async item({ words, options }: Row): Promise<LedgerItem> {
    const [, key, name, bet, payout] = words;
    const { playerId, coins } = await this.#player(name!);
    const gameId = this.gameId(options.game ?? key!);
    const pair = options.pair
      ? { pairId: this.pairs.get(options.pair)!, nonce: Number(options.nonce) }
      : null;
    const stake = { debitAccountId: coins, creditAccountId: HOUSE, amount: Number(bet) };
    const win = { debitAccountId: HOUSE, creditAccountId: coins, amount: Number(payout) };
    const pays = Number(payout) > 0;
    return {
      key: uuidOf(this.#name(`key ${key}`)),
      fingerprint: BigInt(options.body ?? 0),
      kind: 'slots.spin',
      legs: pays ? [stake, win] : [stake],
      answerAccountId: coins,
      ref: gameId,
      claim: null,
      row: {
        ...{ type: 'play', pair, states: states(playerId, options.docs), stock: this.#stock(options.stock) },
        games: [
          {
            ...{ gameId, playerId, game: 'slots', variant: 'test', sessionId: null, pair },
            ...{ betCoins: Number(bet), payoutCoins: Number(payout), startedAtMs: 1, endedAtMs: 2 },
            ...{ oddsHash: 'ab'.repeat(32), inputs: `{"nonce":${options.nonce ?? 0}}` },
            ...{ outcome: '{"text":"a \\"quoted\\" {line},\\\\"}', tally: '{"win":1}' },
            ...{ stakeTransferId: null, payoutLeg: pays ? 1 : null },
          },
        ],
      },
    };
  }

  #stock(text: string | undefined): StockUse[] {
    return parts(text).map((part) => {
      const [, item, seen, cap, taken] = /^(\w+):(\d+)\/(\d+)-(\d+)$/.exec(part)!;
      return {
        ...{ banner: this.banner, item: item! },
        ...{ seen: Number(seen), cap: Number(cap), taken: Number(taken) },
      };
    });
  }
}

function states(ownerId: string, text: string | undefined): StateChange[] {
  const document = (n: string) => (n === 'none' ? null : `{"n":${n}}`);
  return parts(text).map((part) => {
    const [, scope, before, after] = /^(\w+):(\w+)>(\w+)$/.exec(part)!;
    return { ownerId, scope: scope!, before: document(before!), after: document(after!), dueAtMs: null };
  });
}

function parts(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',');
}
