import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GameName, GameSummary } from '../../domain/games/records.ts';
import type { Player } from '../../domain/identity/port.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';
import { finishMatch, type GameToPlay, playGame, stakeMatch } from './playedGames.ts';

let db: TestDatabase;
let table: CrashTable;
let alice: Player;
let bob: Player;
/** Alice's games in the order of their stakes. */
const ids: string[] = [];
const matchId = randomUUID();
let openMatch: string;

const SPIN: GameToPlay = {
  ...{ game: 'slots', variant: 'neon3', betCoins: 100, payoutCoins: 250, endedAtMs: 5000 },
  ...{ inputs: { streak: 2 }, outcome: { stops: [1, 2, 3] }, tally: { pair: 1 } },
};
const PULL: GameToPlay = {
  ...{ game: 'gacha', variant: 'starlight', betCoins: 5000, payoutCoins: 0 },
  ...{ outcome: { items: [{ item: 'sword' }], pity: 1 }, tally: { rare: 1 } },
};
const THROW: GameToPlay = { game: 'rps', variant: 'house', betCoins: 300, payoutCoins: 300 };

/**
 * Alice, from 10,000 coins: a spin that pays, a lost crash bet, a match that she wins against Bob, a pull, an open
 * crash bet, a throw that is a draw, and a match that is not finished.
 */
beforeAll(async () => {
  db = await openTestDatabase();
  table = await CrashTable.own(db, 'main');
  [alice, bob] = [await table.player(), await table.player()];
  const bet = async (game: number) => {
    const { betId, result } = await table.bet(alice, game, 1000);
    value(result);
    return betId;
  };
  ids.push(await playGame(db, alice, SPIN));
  value(await table.open(1));
  ids.push(await bet(1));
  value(await table.close(1, 'the salt'));
  value(await table.settle(1, { stakedCoins: 1000, betCount: 1 }));
  const seats = [];
  for (const player of [alice, bob]) seats.push({ player, ...(await stakeMatch(db, player, 400)) });
  ids.push(seats[0]!.gameId);
  ids.push(await playGame(db, alice, PULL));
  await finishMatch(db, matchId, 400, seats);
  value(await table.open(2));
  ids.push(await bet(2));
  ids.push(await playGame(db, alice, THROW));
  openMatch = (await stakeMatch(db, alice, 50)).gameId;
});
afterAll(() => db.dispose());

async function historyOf(player: Player, game: GameName | null, limit: number): Promise<GameSummary[]> {
  const games: GameSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof db.gameReads.history>> = await db.gameReads.history(
      player.id,
      game,
      limit,
      cursor,
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    games.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return games;
}

describe('what a player reads of its games', () => {
  test('[GM14] all games, newest first by their stakes, each on one page; an open match is left out', async () => {
    for (const limit of [1, 2, 3, 6, 100]) {
      const games = await historyOf(alice, null, limit);
      expect(games.map(({ gameId }) => gameId)).toEqual(ids.toReversed());
    }
    expect((await historyOf(alice, null, 9)).map(({ game }) => game)).toEqual(
      ['slots', 'crash', 'rps_match', 'gacha', 'crash', 'rps'].toReversed(),
    );
    expect(await db.gameReads.game(alice.id, openMatch)).toBeNull();
  });

  test('[GM14] of one game only', async () => {
    const expected: [GameName, string[]][] = [
      ['slots', [ids[0]!]],
      ['crash', [ids[4]!, ids[1]!]],
      ['gacha', [ids[3]!]],
      ['rps', [ids[5]!]],
      ['rps_match', [ids[2]!]],
    ];
    for (const [game, games] of expected) {
      expect((await historyOf(alice, game, 1)).map(({ gameId }) => gameId)).toEqual(games);
    }
    expect(await historyOf(bob, 'slots', 10)).toEqual([]);
    expect(await historyOf(bob, null, 10)).toMatchObject([{ game: 'rps_match', netCoins: -400 }]);
  });

  test('[GM15] balances before the stake and after the payout', async () => {
    const columns = (await historyOf(alice, null, 10)).map((game) => [
      ...[game.game, game.betCoins, game.payoutCoins, game.netCoins],
      ...[game.balanceBeforeCoins, game.balanceAfterCoins],
    ]);
    expect(columns.toReversed()).toEqual([
      ['slots', 100, 250, 150, 10_000, 10_150],
      ['crash', 1000, 0, -1000, 10_150, 9150],
      // What happened while the match was on lies between the two.
      ['rps_match', 400, 800, 400, 9150, 4550],
      ['gacha', 5000, 0, -5000, 8750, 3750],
      ['crash', 1000, 0, -1000, 4550, 3550],
      ['rps', 300, 300, 0, 3550, 3550],
    ]);
  });

  test('[GM16] a game comes with its outcome and proof, to its player only', async () => {
    const pair = value(await db.seedPairs.seeds(alice.id));
    expect(await db.gameReads.game(alice.id, ids[0]!)).toEqual({
      ...{ gameId: ids[0], game: 'slots', variant: 'neon3', startedAtMs: 4999, endedAtMs: 5000 },
      ...{ betCoins: 100, payoutCoins: 250, netCoins: 150, oddsHash: 'ab'.repeat(32) },
      ...{ balanceBeforeCoins: 10_000, balanceAfterCoins: 10_150, tally: { pair: 1 } },
      proof: {
        ...{ pairId: pair.pairId, serverSeedHash: pair.serverSeedHash, serverSeed: null },
        ...{ clientSeed: pair.clientSeed, nonce: 0, inputs: { streak: 2 } },
      },
      outcome: { stops: [1, 2, 3] },
    });
    expect(await db.gameReads.game(alice.id, ids[2]!)).toMatchObject({
      ...{ game: 'rps_match', variant: 'match', outcome: { outcome: 'win' } },
      proof: { matchId, inputs: { matchId } },
    });
    expect(await db.gameReads.game(alice.id, ids[1]!)).toMatchObject({ game: 'crash', outcome: 'lost' });
    for (const gameId of ids) expect(await db.gameReads.game(bob.id, gameId)).toBeNull();
    expect(await db.gameReads.game(alice.id, randomUUID())).toBeNull();
    expect(value(await db.games.stored(alice.id, ids[0]!))).toEqual({
      ...{ gameId: ids[0], game: 'slots', variant: 'neon3', pair: { pairId: pair.pairId, nonce: 0 } },
      ...{ betCoins: 100, payoutCoins: 250, inputs: { streak: 2 }, outcome: { stops: [1, 2, 3] } },
    });
    expect(value(await db.games.stored(alice.id, ids[2]!))).toMatchObject({ game: 'rps_match', pair: null });
    expect(value(await db.games.stored(bob.id, ids[0]!))).toBeNull();
  });

  test('[GM6] the server seed stands in a game’s proof once its pair is revealed, not before', async () => {
    const player = await table.player();
    const first = await playGame(db, player, SPIN);
    const { serverSeed } = value(await db.seedPairs.activePair(player.id));
    const shown = async () =>
      JSON.stringify([
        await historyOf(player, null, 10),
        await db.gameReads.game(player.id, first),
        value(await db.games.stored(player.id, first)),
        value(await db.seedPairs.seeds(player.id)),
      ]);
    expect(await shown()).not.toContain(serverSeed);
    value(await db.seedPairs.rotate(player.id, null));
    const second = await playGame(db, player, SPIN);
    const next = value(await db.seedPairs.activePair(player.id));
    expect(await db.gameReads.game(player.id, first)).toMatchObject({ proof: { serverSeed, nonce: 0 } });
    expect(await db.gameReads.game(player.id, second)).toMatchObject({
      proof: { serverSeed: null, pairId: next.pairId },
    });
    expect(await shown()).not.toContain(next.serverSeed);
  });

  test('a line tells its game; the end of a match belongs to two', async () => {
    const { items } = await db.gameReads.transfers(alice.id, 100, null);
    const games = items.map(({ kind, gameId }) => [kind, gameId]).toReversed();
    expect(games).toEqual([
      ['grant.welcome', undefined],
      ...[ids[0], ids[0]].map((id) => ['slots.spin', id]),
      ['crash.bet', ids[1]],
      ['rps.stake', ids[2]],
      ['gacha.pull', ids[3]],
      ['rps.finish', undefined],
      ['crash.bet', ids[4]],
      ...[ids[5], ids[5]].map((id) => ['rps.throw', id]),
      ['rps.stake', openMatch],
    ]);
  });
});
