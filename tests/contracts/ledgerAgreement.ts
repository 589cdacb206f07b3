import fc from 'fast-check';
import { expect } from 'vitest';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, StateChange } from '../../domain/ledger/port.ts';
import { outcome } from './ledgerScript.ts';
import { type LedgerWorld, uuidOf, type WorldPlayer } from './ledgerWorld.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];
const SCOPES = ['streak', 'pity'];
const ITEMS = ['gold', 'pearl'];

const step = fc.record({
  player: fc.nat({ max: 1 }),
  key: fc.nat({ max: 14 }),
  body: fc.constantFrom(0n, 0n, 0n, 1n),
  amounts: fc.array(fc.constantFrom(0, 5, 60, 300), { minLength: 1, maxLength: 3 }),
  play: fc.boolean(),
  game: fc.nat({ max: 20 }),
  nonceOff: fc.option(fc.constantFrom(0, 0, 0, 1, -1), { freq: 6 }),
  states: fc.uniqueArray(
    fc.record({
      scope: fc.constantFrom(...SCOPES),
      seen: fc.constantFrom('right', 'right', 'right', 'none', 'wrong'),
      after: fc.constantFrom('next', 'next', 'same', 'none'),
    }),
    { selector: ({ scope }) => scope, maxLength: 2 },
  ),
  stock: fc.uniqueArray(
    fc.record({
      item: fc.constantFrom(...ITEMS),
      off: fc.constantFrom(0, 0, 0, 1),
      cap: fc.integer({ min: 1, max: 3 }),
      wanted: fc.nat({ max: 3 }),
    }),
    { selector: ({ item }) => item, maxLength: 2 },
  ),
  meanwhile: fc.constantFrom(
    'nothing',
    'nothing',
    'nothing',
    'nothing',
    'rotate',
    'block',
    'unblock',
    'refill',
    'limitStakes',
    'limitLosses',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Seat = WorldPlayer & { pairId: string };

/** The same postings, one after the other, on two ledgers: the same answers, and the same things left behind. */
export async function agreement(one: LedgerWorld, other: LedgerWorld): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const name = `agreement ${++run} `;
      const sides = [await Side.open(one, name), await Side.open(other, name)] as const;
      for (const each of steps) {
        // What there is to see is read on one side: the other must have the same.
        const seen = await sides[0].look();
        expect(await sides[1].look()).toEqual(seen);
        const answers = [await sides[0].take(each, seen), await sides[1].take(each, seen)];
        expect(answers[1]).toEqual(answers[0]);
      }
      expect(await sides[1].look()).toEqual(await sides[0].look());
      expect(await sides[1].games()).toEqual(await sides[0].games());
    }),
    { numRuns: 40 },
  );
}

interface Seen {
  balances: number[];
  nonces: number[];
  /** By player, then scope. */
  documents: (string | null)[][];
  left: number[];
}

/** One of the two ledgers, with players of its own under the same numbers. */
class Side {
  readonly #world: LedgerWorld;
  readonly #name: string;
  readonly #seats: Seat[] = [];

  private constructor(world: LedgerWorld, name: string) {
    this.#world = world;
    this.#name = name;
  }

  static async open(world: LedgerWorld, name: string): Promise<Side> {
    const side = new Side(world, name);
    for (let n = 0; n < 2; n++) {
      const player = await world.player();
      const { playerId, coins } = player;
      side.#seats.push({ ...player, pairId: await world.pair(playerId) });
      await world.ledger.post({
        ...{ key: uuidOf(`${name}grant ${n}`), fingerprint: 0n, kind: 'grant.welcome' },
        legs: [{ debitAccountId: mintOf('coins'), creditAccountId: coins, amount: 500 }],
        ...{ answerAccountId: coins, ref: null, claim: null, row: null },
      });
    }
    for (const item of ITEMS) await world.setStock(name, item, 5);
    return side;
  }

  async look(): Promise<Seen> {
    const of = <T>(read: (seat: Seat) => Promise<T>) => Promise.all(this.#seats.map(read));
    return {
      balances: await of(({ coins }) => this.#world.balance(coins)),
      nonces: await of(({ pairId }) => this.#world.nonce(pairId)),
      documents: await of(({ playerId }) =>
        Promise.all(SCOPES.map((scope) => this.#world.document(playerId, scope))),
      ),
      left: await Promise.all(ITEMS.map((item) => this.#world.stock(this.#name, item))),
    };
  }

  async games(): Promise<unknown[]> {
    const games = await this.#world.games();
    return this.#seats.map(({ playerId }) =>
      games
        .filter((game) => game.playerId === playerId)
        .map(({ gameId, pair, betCoins, payoutCoins, stakeId, payoutId }) => ({
          ...{ gameId, nonce: pair?.nonce, betCoins, payoutCoins },
          payoutLeg: payoutId === null ? null : payoutId - stakeId,
        }))
        .sort((a, b) => a.gameId.localeCompare(b.gameId)),
    );
  }

  /** Everything that the step answers: outcome, ref, and what its key is bound to then. */
  async take(each: Step, seen: Seen): Promise<unknown> {
    const seat = this.#seats[each.player]!;
    if (each.meanwhile === 'rotate') seat.pairId = await this.#world.pair(seat.playerId);
    if (each.meanwhile === 'block') await this.#world.block(seat.coins, true);
    if (each.meanwhile === 'unblock') await this.#world.block(seat.coins, false);
    if (each.meanwhile === 'limitStakes') await this.#world.limit(seat, { stakeCoins: { day: 400 } });
    if (each.meanwhile === 'limitLosses') await this.#world.limit(seat, { lossCoins: { week: 200 } });
    if (each.meanwhile === 'refill') await this.#world.setStock(this.#name, 'gold', 5);
    const item = this.#item(each, seen, seat);
    const result = await this.#world.ledger.post(item);
    const bound = await this.#world.ledger.lookup(item.key);
    const { kind, fingerprint, ref, balance } = (bound.ok && bound.value) || {};
    return [outcome(result), result.ok && result.value.ref, { kind, fingerprint, ref, balance }];
  }

  #item(each: Step, seen: Seen, { playerId, coins, pairId }: Seat): LedgerItem {
    const gameId = uuidOf(`${this.#name}game ${each.game}`);
    const { nonceOff } = each;
    const pair =
      nonceOff === null ? null : { pairId, nonce: Math.max(0, seen.nonces[each.player]! + nonceOff) };
    // First to the house, then from it, then to it again.
    const legs = each.amounts.map((amount, leg) =>
      leg % 2 === 0
        ? { debitAccountId: coins, creditAccountId: HOUSE, amount }
        : { debitAccountId: HOUSE, creditAccountId: coins, amount },
    ) as unknown as LedgerItem['legs'];
    return {
      ...{ key: uuidOf(`${this.#name}key ${each.key}`), fingerprint: each.body, kind: 'slots.spin', legs },
      ...{ answerAccountId: coins, ref: gameId, claim: null },
      row: each.play
        ? {
            ...{ type: 'play', pair, stock: this.#stock(each, seen) },
            states: each.states.map((change) =>
              stateChange(change, playerId, seen.documents[each.player]![SCOPES.indexOf(change.scope)]!),
            ),
            games: [
              {
                ...{ gameId, playerId, game: 'slots', variant: 'test', sessionId: null, pair },
                ...{ betCoins: each.amounts[0]!, payoutCoins: each.amounts[1] ?? 0 },
                ...{ startedAtMs: 1, endedAtMs: 2, oddsHash: '', inputs: '{}', outcome: '{}', tally: '{}' },
                ...{ stakeTransferId: null, payoutLeg: each.amounts.length > 1 ? 1 : null },
              },
            ],
          }
        : null,
    };
  }

  #stock(each: Step, { left }: Seen) {
    return each.stock.map(({ item, off, cap, wanted }) => {
      const seen = Math.min(cap, left[ITEMS.indexOf(item)]! + off);
      return { banner: this.#name, item, seen, cap, taken: Math.min(seen, wanted) };
    });
  }
}

function stateChange(
  { scope, seen, after }: Step['states'][number],
  ownerId: string,
  stands: string | null,
): StateChange {
  const before = seen === 'right' ? stands : seen === 'none' ? null : '{"n":77}';
  const next = `{"n":${stands === null ? 1 : JSON.parse(stands).n + 1}}`;
  return {
    ...{ ownerId, scope, before, dueAtMs: null },
    after: after === 'next' ? next : after === 'same' ? before : null,
  };
}
