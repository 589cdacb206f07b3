import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashOdds } from '../../domain/crash/odds.ts';
import { verifyProof } from '../../domain/fairness/betBook.ts';
import { oddsHash } from '../../domain/games/odds.ts';
import type { GameSummary } from '../../domain/games/records.ts';
import type { Player } from '../../domain/identity/port.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';

let db: TestDatabase;
let table: CrashTable;
let alice: Player;
let bob: Player;
const ids: Record<string, string> = {};

/**
 * Three rounds and a running one. Alice: cashed 1000 at 2.00x, lost 500, cancelled 700, open 300.
 * Bob: lost 200 in the first. The second has a gap.
 */
beforeAll(async () => {
  db = await openTestDatabase();
  table = await CrashTable.own(db, 'main');
  [alice, bob] = [await table.player(), await table.player()];
  const bet = async (name: string, player: Player, game: number, amount: number) => {
    const { betId, result } = await table.bet(player, game, amount);
    value(result);
    ids[name] = betId;
    return betId;
  };
  value(await table.open(1));
  const cashed = await bet('cashed', alice, 1, 1000);
  await bet('bob', bob, 1, 200);
  value(await table.close(1, 'the salt'));
  value(await table.cashOut(alice, 1, cashed, 200, 2000));
  value(await table.settle(1, { stakedCoins: 1200, paidCoins: 2000, betCount: 2 }));
  value(await table.open(2));
  await bet('lost', alice, 2, 500);
  value(await table.close(2));
  value(await db.crash.recordGap(table.tenure, 2, { fromMs: 8100, toMs: 8200 }));
  value(await table.settle(2, { stakedCoins: 500, paidCoins: 0, betCount: 1, bustHundredths: 100 }));
  value(await table.open(3));
  const cancelled = await bet('cancelled', alice, 3, 700);
  value(await table.cancel(alice, 3, cancelled, 700));
  value(await table.close(3));
  value(await table.settle(3));
  value(await table.open(4));
  await bet('open', alice, 4, 300);
});
afterAll(() => db.dispose());

describe('what may be read', () => {
  test('settled rounds, newest first, page by page; the running one is not among them', async () => {
    const first = await db.reads.rounds('main', 2, null);
    expect(
      first.items.map(({ game, bets, stakedCoins, paidCoins, salt }) => [
        game,
        bets,
        stakedCoins,
        paidCoins,
        salt,
      ]),
    ).toEqual([
      [3, 0, 0, 0, 'the salt'],
      [2, 1, 500, 0, 'the salt'],
    ]);
    const second = await db.reads.rounds('main', 2, first.next);
    expect(second).toMatchObject({ items: [{ game: 1, bustHundredths: 300, voided: false }], next: null });
    expect(await db.reads.latestGame('main')).toBe(3);
    expect(await db.reads.latestGame('none')).toBe(0);
    expect(await db.reads.blemishes('main')).toEqual({ gaps: 1, voids: 0 });
  });

  test('a round’s record: bets with proofs that lead to its root, the cancelled ones apart', async () => {
    const record = (await db.reads.round('main', 1))!;
    expect(record).toMatchObject({
      table: 'main',
      game: 1,
      launchedAtMs: 8000,
      limits: table.rules,
      gaps: [],
    });
    expect(record.bets.map(({ betId }) => betId)).toEqual([ids.cashed, ids.bob].sort());
    for (const { betId, playerId, amountCoins, proof } of record.bets) {
      const entry = { betId, playerId, amountCoins, autoCashoutHundredths: null };
      expect(verifyProof(entry, proof, record.betBookRoot)).toBe(true);
    }
    expect(record.bets.find(({ betId }) => betId === ids.cashed)!.cashout).toMatchObject({
      atHundredths: 200,
      payoutCoins: 2000,
    });
    expect((await db.reads.round('main', 3))!).toMatchObject({
      bets: [],
      cancelled: [{ betId: ids.cancelled, playerId: alice.id, amountCoins: 700, receivedAtMs: 3000 }],
    });
    expect(await db.reads.round('main', 4)).toBeNull();
    expect(await db.reads.round('main', 99)).toBeNull();
  });

  test('a player’s games, newest first, with the balances around them', async () => {
    const columns = (game: GameSummary | null) => [
      ...[
        game!.gameId,
        game!.game === 'crash' && game!.outcome,
        game!.betCoins,
        game!.payoutCoins,
        game!.netCoins,
      ],
      ...[game!.balanceBeforeCoins, game!.balanceAfterCoins, game!.endedAtMs],
    ];
    const expected = [
      [ids.open, 'open', 300, 0, -300, 10_500, 10_200, null],
      [ids.cancelled, 'cancelled', 700, 700, 0, 10_500, 10_500, 3000],
      [ids.lost, 'lost', 500, 0, -500, 11_000, 10_500, 20_000],
      [ids.cashed, 'cashed', 1000, 2000, 1000, 10_000, 11_000, 9000],
    ];
    const first = await db.gameReads.history(alice.id, null, 3, null);
    const second = await db.gameReads.history(alice.id, 'crash', 3, first.next);
    expect([...first.items, ...second.items].map(columns)).toEqual(expected);
    expect(second.next).toBeNull();
    expect(first.items[0]).toMatchObject({
      oddsHash: oddsHash(crashOdds(table.rules)),
      proof: { table: 'main', game: 4 },
    });
    expect(await db.gameReads.history(alice.id, 'slots', 3, null)).toEqual({ items: [], next: null });
    expect(columns(await db.gameReads.game(alice.id, ids.lost!))).toEqual(expected[2]);
    expect(await db.gameReads.game(bob.id, ids.lost!)).toBeNull();
  });

  test('a player’s lines: signed amounts, and the balance after each', async () => {
    const lines = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof db.gameReads.transfers>> = await db.gameReads.transfers(
        alice.id,
        2,
        cursor,
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      lines.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(
      lines.map(({ kind, amountCoins, balanceAfterCoins, currency, gameId }) => [
        kind,
        amountCoins,
        balanceAfterCoins,
        currency,
        gameId,
      ]),
    ).toEqual([
      ['crash.bet', -300, 10_200, 'coins', ids.open],
      ['crash.cancel', 700, 10_500, 'coins', ids.cancelled],
      ['crash.bet', -700, 9_800, 'coins', ids.cancelled],
      ['crash.bet', -500, 10_500, 'coins', ids.lost],
      ['crash.cashout', 2000, 11_000, 'coins', ids.cashed],
      ['crash.bet', -1000, 9_000, 'coins', ids.cashed],
      ['grant.welcome', 10_000, 10_000, 'coins', undefined],
    ]);
    expect(Math.abs(lines[0]!.atMs - (await db.nowMs()))).toBeLessThan(60_000);
  });
});
