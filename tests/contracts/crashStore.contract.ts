import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { CrashTable, value } from '../db/crashTable.ts';
import type { CrashWorld } from './crashWorld.ts';

const fenced = { ok: false, error: { code: 'fenced' } };

/** Rounds and their bets, for any store. */
export function crashStoreContract(name: string, open: () => Promise<CrashWorld>): void {
  describe(name, () => {
    let db: CrashWorld;
    let table: CrashTable;
    let count = 0;

    beforeAll(async () => {
      db = await open();
    });
    afterAll(() => db.dispose());
    beforeEach(async () => {
      table = await CrashTable.own(db, `t${++count}`);
    });

    test('from its opening to its settlement, each step safe to repeat', async () => {
      const [alice, bob, carol] = [await table.player(), await table.player(), await table.player()];
      for (let n = 0; n < 2; n++) expect(await table.open(1)).toEqual({ ok: true, value: undefined });
      const a = await table.bet(alice, 1, 1000);
      const b = await table.bet(bob, 1, 500, 200);
      const c = await table.bet(carol, 1, 300);
      value(await table.cancel(carol, 1, c.betId, 300));

      const before = value(await db.crash.snapshot(table.tenure));
      expect(before.round).toMatchObject({
        game: 1,
        phase: 'betting',
        launchedAtMs: null,
        rules: table.rules,
      });
      expect(before.bets.map(({ betId, state }) => [betId, state]).sort()).toEqual(
        [
          [a.betId, 'open'],
          [b.betId, 'open'],
          [c.betId, 'cancelled'],
        ].sort(),
      );

      const closed = value(await table.close(1, 'salted'))!;
      expect(closed.betIds).toEqual([a.betId, b.betId].sort());
      expect(closed.chain).toMatchObject({ salt: 'salted', saltSource: 'a test' });
      const again = value(
        await db.crash.closeBook(table.tenure, 1, () => expect.unreachable('closed already')),
      )!;
      expect(again).toEqual({
        ...closed,
        closing: { betBookRoot: closed.closing.betBookRoot, launchedAtMs: 8000 },
      });

      value(await table.cashOut(bob, 1, b.betId, 200, 1000));
      const gap = { fromMs: 8500, toMs: 9500 };
      for (let n = 0; n < 2; n++) value(await db.crash.recordGap(table.tenure, 1, gap));
      const flying = value(await db.crash.snapshot(table.tenure));
      expect(flying.round).toMatchObject({ phase: 'flying', launchedAtMs: 8000, gaps: [gap] });
      expect(flying.bets.find(({ betId }) => betId === b.betId)).toMatchObject({
        state: 'cashed',
        nickname: bob.nickname,
        accountId: bob.accounts.coins,
        cashout: { atHundredths: 200, payoutCoins: 1000, receivedAtMs: 9000, reason: 'player' },
      });

      const totals = { stakedCoins: 1500, paidCoins: 1000, betCount: 2 };
      for (let n = 0; n < 2; n++) value(await table.settle(1, totals));
      const settled = value(await db.crash.snapshot(table.tenure));
      expect(settled).toMatchObject({
        round: { phase: 'settled' },
        bets: [],
        lastBusts: [{ game: 1, bustHundredths: 300 }],
      });
      expect(value(await db.crash.bet(a.betId))).toMatchObject({ state: 'lost', cashout: null });
      expect(value(await db.crash.betsOfPlayer(table.table, 1, bob.id))).toMatchObject([
        { betId: b.betId, state: 'cashed' },
      ]);
      expect(value(await db.crash.bet(alice.id))).toBeNull();
    });

    test('a round does not settle while a payout is missing, or with other totals than the ledger’s', async () => {
      const alice = await table.player();
      value(await table.open(1));
      const { betId } = await table.bet(alice, 1, 1000, 250);
      await expect(table.settle(1)).rejects.toThrow('did not fly');
      value(await table.close(1));
      const totals = { stakedCoins: 1000, paidCoins: 0, betCount: 1 };
      await expect(table.settle(1, totals)).rejects.toThrow('1 bets reached their target and were not paid');
      value(await table.cashOut(alice, 1, betId, 250, 2500));
      await expect(table.settle(1, totals)).rejects.toThrow('booked 2500, not 0');
      await expect(table.settle(1, { ...totals, paidCoins: 2500, stakedCoins: 900 })).rejects.toThrow(
        'staked 1000, not 900',
      );
      await expect(table.settle(1, { ...totals, paidCoins: 2500, betCount: 2 })).rejects.toThrow(
        '1 bets in the book',
      );
      value(await table.settle(1, { ...totals, paidCoins: 2500 }));
      await expect(table.settle(1, { ...totals, hash: 'cd'.repeat(32) })).rejects.toThrow(
        'settled otherwise',
      );
    });

    test('betting may be extended, also by a closing that declines', async () => {
      value(await table.open(1));
      value(await db.crash.extendBetting(table.tenure, 1, 9999));
      expect(value(await db.crash.closeBook(table.tenure, 1, () => null))).toBeNull();
      expect(value(await db.crash.snapshot(table.tenure)).round).toMatchObject({
        phase: 'betting',
        bettingEndsAtMs: 9999,
      });
      expect((await table.bet(await table.player(), 1, 100)).result.ok).toBe(true);
    });

    test('[LE9] who lost the lease changes nothing any more', async () => {
      value(await table.open(1));
      const alice = await table.player();
      const successor = await CrashTable.own(db, table.table);
      expect(successor.tenure.fence).toBe(table.tenure.fence + 1);
      expect((await table.bet(alice, 1, 100)).result).toMatchObject(fenced);
      expect(await table.open(2)).toMatchObject(fenced);
      expect(await table.close(1)).toMatchObject(fenced);
      expect(await db.crash.snapshot(table.tenure)).toMatchObject(fenced);
      expect(await db.crash.extendBetting(table.tenure, 1, 1)).toMatchObject(fenced);
      expect(await db.crash.recordGap(table.tenure, 1, { fromMs: 1, toMs: 2 })).toMatchObject(fenced);
      expect(await table.settle(1)).toMatchObject(fenced);
      expect((await successor.bet(alice, 1, 100)).result.ok).toBe(true);
    });

    test('[LE20] the book holds exactly the bets that committed, however close to its closing', async () => {
      value(await table.open(1));
      const players = await Promise.all(Array.from({ length: 60 }, () => table.player()));
      const other = await db.another();
      const bets = players.map(async (player, n) => {
        // Spread over the closing, over two writers, so that some come before it, some after.
        await new Promise((resolve) => setTimeout(resolve, n / 2));
        return table.bet(player, 1, 100, null, n % 2 ? other.ledger : db.ledger);
      });
      await new Promise((resolve) => setTimeout(resolve, 12));
      const { betIds, closing } = value(await table.close(1))!;
      const all = await Promise.all(bets);
      const accepted = all.filter(({ result }) => result.ok).map(({ betId }) => betId);
      expect(betIds).toEqual(accepted.sort());
      expect(all.every(({ result }) => result.ok || result.error.code === 'round_closed')).toBe(true);
      const stored = value(await db.crash.snapshot(table.tenure)).bets;
      expect(betBookRoot(stored)).toBe(closing.betBookRoot);
      expect(await table.cancel(players[0]!, 1, all[0]!.betId, 100)).toMatchObject({
        ok: false,
        error: { code: 'round_closed' },
      });
    });

    test('bets that are looked up together are each found, and those unknown are not', async () => {
      value(await table.open(1));
      const players = await Promise.all(Array.from({ length: 12 }, () => table.player()));
      const bets = await Promise.all(players.map((player) => table.bet(player, 1, 100)));
      const ids = bets.map(({ betId }) => betId);
      const asked = [...ids, crypto.randomUUID(), ids[0]!, ids[1]!.toUpperCase()];
      const found = await Promise.all(asked.map((betId) => db.crash.bet(betId)));
      expect(found.map((each) => value(each)?.betId)).toEqual([...ids, undefined, ids[0], ids[1]]);
      const wave = async () => (await Promise.all(ids.map((betId) => db.crash.bet(betId)))).map(value);
      for (const each of await Promise.all([wave(), wave()])) {
        expect(each.map((bet) => bet?.playerId)).toEqual(players.map(({ id }) => id));
      }
    });
  });
}
