import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Player } from '../../domain/identity/port.ts';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, TransferKind } from '../../domain/ledger/port.ts';
import { noLimits } from '../../domain/limits/limits.ts';
import { DAY_MS, dayOf } from '../../domain/limits/periods.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

async function newPlayer(): Promise<Player> {
  const id = randomUUID();
  return db.identity.createPlayer({ id, nickname: `l-${id.slice(0, 8)}`, bot: false, ageConfirmed: true });
}

function move(kind: TransferKind, debitAccountId: number, creditAccountId: number, amount: number) {
  const item: LedgerItem = {
    ...{ key: randomUUID(), fingerprint: 1n, kind },
    answerAccountId: Math.max(debitAccountId, creditAccountId),
    ...{ legs: [{ debitAccountId, creditAccountId, amount }], ref: null, claim: null, row: null },
  };
  return db.ledger.post(item);
}

async function rich(): Promise<Player> {
  const player = await newPlayer();
  expect(await move('grant.admin', mintOf('coins'), player.accounts.coins, 10_000)).toMatchObject({
    ok: true,
  });
  return player;
}

/** All that the account did is a so much older. */
async function age({ accounts }: Player, interval: string): Promise<void> {
  await db.pool.query(`
    set session_replication_role = replica;
    update transfer set created_at = created_at - interval '${interval}' where ${accounts.coins} in (debit_id, credit_id);
    set session_replication_role = default`);
}

describe('limits', () => {
  test('[RG9] a first limit begins with what was staked and lost in the periods that run', async () => {
    const player = await rich();
    const { coins } = player.accounts;
    await move('slots.spin', coins, HOUSE, 4_000);
    await age(player, '40 days');
    await move('slots.spin', coins, HOUSE, 1_000);
    await move('slots.spin', HOUSE, coins, 300);
    await move('backtest.charge', coins, HOUSE, 50);
    const before = await db.limits.read(player.id);
    expect(before.stakeCoins.month).toEqual({ value: null, pending: null, used: null });
    const set = await db.limits.change(player.id, { stakeCoins: { month: 1_200 } });
    expect(set.stakeCoins.month).toEqual({ value: 1_200, pending: null, used: 1_000 });
    expect(set.lossCoins.day).toEqual({ value: null, pending: null, used: 700 });
    expect(await move('slots.spin', coins, HOUSE, 201)).toMatchObject({
      ok: false,
      error: { code: 'limit_exceeded', details: { limit: 'stake', period: 'month', remainingCoins: 200 } },
    });
    expect(await db.limits.refusal(player, 201)).toMatchObject({ code: 'limit_exceeded' });
    expect(await db.limits.refusal(player, 200)).toBeNull();
    expect(await move('slots.spin', coins, HOUSE, 200)).toMatchObject({ ok: true });
    // With the last limit gone nothing is counted; with the next one it is added up anew.
    await db.limits.change(player.id, { stakeCoins: { month: null } });
    await db.pool.query('update play_limit set next_from_ms = 0 where account_id = $1', [coins]);
    await db.limits.change(player.id, {});
    await move('slots.spin', coins, HOUSE, 100);
    expect((await db.limits.read(player.id)).lossCoins.day.used).toBeNull();
    const again = await db.limits.change(player.id, { lossCoins: { day: 5_000 } });
    expect(again.lossCoins.day.used).toBe(1_000);
  });

  test('[RG9] stakes that are posted while the first limit is set are counted once', async () => {
    const player = await rich();
    const { coins } = player.accounts;
    const stakes = Array.from({ length: 40 }, () => move('slots.spin', coins, HOUSE, 10));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const more = Array.from({ length: 40 }, () => move('slots.spin', coins, HOUSE, 10));
    await Promise.all([db.limits.change(player.id, { stakeCoins: { day: 9_000 } }), ...stakes, ...more]);
    expect((await db.limits.read(player.id)).stakeCoins.day.used).toBe(800);
  });

  test('[RG3] [RG4] [RG5] what was asked for stands, in every process, until it is over', async () => {
    const player = await rich();
    const other = await db.another();
    const first = await db.limits.change(player.id, { stakeCoins: { day: 500 }, playedMs: { week: 60_000 } });
    const raised = await other.limits.change(player.id, { stakeCoins: { day: 800 } });
    expect(raised).toMatchObject({
      stakeCoins: { day: { value: 500, pending: { value: 800 } } },
      playedMs: { week: { value: 60_000, used: 0 } },
      resetsAtMs: first.resetsAtMs,
    });
    expect(await db.limits.pause(player.id, 48)).toMatchObject({ ok: true });
    expect(await other.limits.pause(player.id, 47)).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', details: { field: 'hours', reason: 'shorter' } },
    });
    expect(await db.limits.exclude(player.id, 2)).toMatchObject({ ok: true });
    expect(await other.limits.exclude(player.id, 1)).toMatchObject({ ok: false });
    const stands = await other.limits.read(player.id);
    expect(stands.pausedUntilMs! - Date.now()).toBeGreaterThan(47 * 3_600_000);
    expect(stands.excludedUntilMs! - Date.now()).toBeGreaterThan(1.9 * DAY_MS);
    expect(stands.stakeCoins.day).toEqual(raised.stakeCoins.day);
  });

  test('[RG5] whoever signs in under whatever name, the account stays excluded; leaving it takes the limits along', async () => {
    const player = await rich();
    await db.limits.exclude(player.id, 1);
    await db.pool.query(`update player set nickname = 'somebody-else' where id = $1`, [player.id]);
    expect(await move('slots.spin', player.accounts.coins, HOUSE, 1)).toMatchObject({
      ok: false,
      error: { details: { limit: 'exclusion' } },
    });
    await db.limits.countPlayed([{ accountId: player.accounts.coins, fromMs: 0, toMs: 1_000 }]);
    expect(await db.privacy.erase(player.id, `gone-${player.id.slice(0, 8)}`)).toMatchObject({
      outcome: 'erased',
    });
    const kept = await db.limits.read(player.id);
    expect({ ...kept, resetsAtMs: null }).toMatchObject({
      excludedUntilMs: null,
      playedMs: { day: { used: 0 } },
    });
    expect(Object.keys(kept.stakeCoins)).toEqual(Object.keys(noLimits().stakeCoins));
  });
});

describe('time and sessions', () => {
  test('[RG10] a session has its first stake in it, by whatever clock its process goes', async () => {
    const nowMs = Date.now();
    for (const aheadMs of [-60_000, 0, 60_000]) {
      const player = await rich();
      const { coins } = player.accounts;
      await move('slots.spin', coins, HOUSE, 700);
      await age(player, '10 minutes');
      await move('crash.bet', coins, HOUSE, 1_000);
      await move('crash.cashout', HOUSE, coins, 1_050);
      const fromMs = nowMs + aheadMs;
      await db.limits.countPlayed([{ accountId: coins, fromMs, toMs: fromMs + 5_000 }]);
      expect(await db.limits.realityCheck(player.id)).toMatchObject({
        ...{ startedAtMs: fromMs, playedMs: 5_000, stakedCoins: 1_000, paidCoins: 1_050, netCoins: 50 },
      });
    }
  });

  test('[RG8] [RG10] processes tell of the same time at once: it counts once, and the session has what was staked in it', async () => {
    const player = await rich();
    const { coins } = player.accounts;
    const other = await db.another();
    expect(await db.limits.realityCheck(player.id)).toEqual({
      ...{ startedAtMs: null, playedMs: 0, stakedCoins: 0, paidCoins: 0, netCoins: 0, balanceCoins: 10_000 },
    });
    await move('slots.spin', coins, HOUSE, 700);
    await age(player, '1 hour');
    await move('slots.spin', coins, HOUSE, 500);
    await move('slots.spin', HOUSE, coins, 200);
    await move('crash.bet', coins, HOUSE, 100);
    await move('crash.cancel', HOUSE, coins, 100);
    const toMs = Date.now();
    const fromMs = toMs - 60_000;
    const tell = (of: Pick<TestDatabase, 'limits'>, since: number, until: number) =>
      of.limits.countPlayed([{ accountId: coins, fromMs: since, toMs: until }]);
    await Promise.all([db, other, db, other].map((of) => tell(of, fromMs, toMs)));
    await tell(other, fromMs + 30_000, toMs + 30_000);
    expect(await other.limits.realityCheck(player.id)).toEqual({
      ...{ startedAtMs: fromMs, playedMs: 90_000, stakedCoins: 500, paidCoins: 200, netCoins: -300 },
      balanceCoins: 9_000,
    });
    const { rows } = await db.pool.query(
      'select sum(played_ms) as ms from played_day where account_id = $1',
      [coins],
    );
    expect(rows).toEqual([{ ms: '90000' }]);
    await db.pool.query('update play_session set until_ms = until_ms - 1000000 where account_id = $1', [
      coins,
    ]);
    expect(await db.limits.realityCheck(player.id)).toMatchObject({
      startedAtMs: null,
      playedMs: 0,
      netCoins: 0,
    });
    await db.limits.change(player.id, { playedMs: { month: 90_000 } });
    const today = dayOf(toMs) === dayOf(fromMs);
    if (today)
      expect(await move('slots.spin', coins, HOUSE, 1)).toMatchObject({
        ok: false,
        error: { code: 'limit_exceeded', details: { limit: 'time', limitMs: 90_000, remainingMs: 0 } },
      });
  });
});
