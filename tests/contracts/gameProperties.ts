import fc from 'fast-check';
import { expect } from 'vitest';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, LedgerStore } from '../../domain/ledger/port.ts';
import { outcome, posted } from './ledgerScript.ts';
import { type LedgerWorld, uuidOf } from './ledgerWorld.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.gacha.coins'];
const PLAYERS = 3;
const STOCK = 20;

/** One game that somebody wants to play: some have the same key, as when a request is sent again. */
const wish = fc.record({
  writer: fc.nat({ max: 1 }),
  player: fc.nat({ max: PLAYERS - 1 }),
  key: fc.nat({ max: 30 }),
  wanted: fc.nat({ max: 3 }),
  payout: fc.constantFrom(0, 0, 5, 40),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

interface Seat {
  playerId: string;
  coins: number;
  pairId: string;
}

/**
 * Games of two writers at once, by the same few pairs, documents and one limited item, each tried until it is no
 * longer outdated. Afterwards every game is recorded once, the nonces of each pair are 0 to n - 1, no change of a
 * document got lost, and as much stock is gone as was taken.
 */
export async function gamesOfSeveralWriters(world: LedgerWorld): Promise<void> {
  const writers = [world.ledger, await world.secondWriter()];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 40 }), async (wishes) => {
      run++;
      const seats = await Promise.all(Array.from({ length: PLAYERS }, () => takeSeat(world)));
      const banner = `several writers ${run} ${seats[0]!.pairId}`;
      await world.setStock(banner, 'gold', STOCK);
      const taken = await Promise.all(
        wishes.map((wished) =>
          play(world, writers[wished.writer]!, seats[wished.player]!, banner, wished, seats[0]!.pairId),
        ),
      );

      const total = taken.reduce((sum, count) => sum + count, 0);
      expect(await world.stock(banner, 'gold')).toBe(STOCK - total);
      const games = await world.games();
      for (const [index, { playerId, pairId }] of seats.entries()) {
        const keys = new Set(wishes.filter(({ player }) => player === index).map(({ key }) => key));
        const nonces = games.filter(({ pair }) => pair?.pairId === pairId).map(({ pair }) => pair!.nonce);
        expect(nonces.sort((a, b) => a - b)).toEqual([...keys].map((_, nonce) => nonce));
        expect(await world.nonce(pairId)).toBe(keys.size);
        const document = await world.document(playerId, 'count');
        expect(document).toBe(keys.size === 0 ? null : `{"n":${keys.size}}`);
      }
    }),
    { numRuns: 12 },
  );
}

async function takeSeat(world: LedgerWorld): Promise<Seat> {
  const { playerId, coins } = await world.player();
  await posted(world.ledger, {
    ...{ key: uuidOf(`grant ${coins} ${playerId}`), fingerprint: 0n, kind: 'grant.welcome' },
    legs: [{ debitAccountId: mintOf('coins'), creditAccountId: coins, amount: 10_000 }],
    ...{ answerAccountId: coins, ref: null, claim: null, row: null },
  });
  return { playerId, coins, pairId: await world.pair(playerId) };
}

/** Looks, posts, and looks again if that was outdated. Answers how many items it took. */
async function play(
  world: LedgerWorld,
  ledger: LedgerStore,
  seat: Seat,
  banner: string,
  { player, key, wanted, payout }: Wish,
  prefix: string,
): Promise<number> {
  const { playerId, coins, pairId } = seat;
  for (;;) {
    const pair = { pairId, nonce: await world.nonce(pairId) };
    const before = await world.document(playerId, 'count');
    const after = `{"n":${before === null ? 1 : JSON.parse(before).n + 1}}`;
    const left = await world.stock(banner, 'gold');
    const taken = Math.min(left, wanted);
    const gameId = uuidOf(`${prefix} game ${player} ${key}`);
    const stake = { debitAccountId: coins, creditAccountId: HOUSE, amount: 10 };
    const win = { debitAccountId: HOUSE, creditAccountId: coins, amount: payout };
    const item: LedgerItem = {
      ...{ key: uuidOf(`${prefix} key ${player} ${key}`), fingerprint: 0n, kind: 'gacha.pull' },
      legs: payout > 0 ? [stake, win] : [stake],
      ...{ answerAccountId: coins, ref: gameId, claim: null },
      row: {
        ...{
          type: 'play',
          pair,
          states: [{ ownerId: playerId, scope: 'count', before, after, dueAtMs: null }],
        },
        stock: [{ banner, item: 'gold', seen: Math.min(left, 3), cap: 3, taken }],
        games: [
          {
            ...{ gameId, playerId, game: 'gacha', variant: 'test', sessionId: null, pair, betCoins: 10 },
            ...{ payoutCoins: payout, startedAtMs: 1, endedAtMs: 2, oddsHash: '', inputs: '{}' },
            ...{ outcome: '{}', tally: '{}', stakeTransferId: null, payoutLeg: payout > 0 ? 1 : null },
          },
        ],
      },
    };
    const result = await ledger.post(item);
    if (result.ok) return result.value.repeated ? 0 : taken;
    expect(outcome(result)).toBe('outdated');
  }
}
