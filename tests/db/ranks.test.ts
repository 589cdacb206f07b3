import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Player } from '../../domain/identity/port.ts';
import { RULE } from '../../domain/identity/rankRule.ts';
import { RANKS } from '../../domain/identity/ranks.ts';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, TransferKind } from '../../domain/ledger/port.ts';
import { keepRanks } from '../../server/ranks.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];

async function newPlayer(bot = false): Promise<Player> {
  const id = randomUUID();
  return db.identity.createPlayer({ id, nickname: `r-${id.slice(0, 8)}`, bot, ageConfirmed: true });
}

async function move(kind: TransferKind, debitAccountId: number, creditAccountId: number, amount: number) {
  const item: LedgerItem = {
    ...{
      key: randomUUID(),
      fingerprint: 1n,
      kind,
      answerAccountId: Math.max(debitAccountId, creditAccountId),
    },
    ...{ legs: [{ debitAccountId, creditAccountId, amount }], ref: null, claim: null, row: null },
  };
  expect(await db.ledger.post(item)).toMatchObject({ ok: true });
}

async function stakes(player: Player, amount: number, kind: TransferKind = 'slots.spin') {
  await move('grant.admin', mintOf('coins'), player.accounts.coins, amount);
  await move(kind, player.accounts.coins, HOUSE, amount);
}

/** Lines count once they are 5 s old: the test makes them so, instead of waiting. */
async function settle(): Promise<void> {
  await db.pool.query(`
    set session_replication_role = replica;
    update transfer set created_at = created_at - interval '6 s';
    update stake_count_cursor set counted_until = counted_until - interval '6 s';
    set session_replication_role = default`);
}

const stakedOf = async ({ accounts }: Player) => {
  const { rows } = await db.pool.query<{ staked: string }>(
    'select coalesce(sum(staked_coins), 0) as staked from staked_day where account_id = $1',
    [accounts.coins],
  );
  return Number(rows[0]!.staked);
};

function ranks(of: TestDatabase = db) {
  const told: unknown[] = [];
  const kept = keepRanks({
    store: of.ranks,
    changed: async (playerId, change) => void told.push([playerId, change]),
    clock: { nowMs: Date.now },
    log: { info() {}, warn() {} },
    countEveryMs: 3_600_000,
  });
  return { ...kept, told };
}

describe('the rule at work', () => {
  test('[RK2] [RK3] raises by what was staked and not given back, and tells the cluster', async () => {
    const [rich, cancelled, bot] = [await newPlayer(), await newPlayer(), await newPlayer(true)];
    const enough = RANKS.PREMIUM.fromStakedCoins;
    await stakes(rich, enough - 100);
    await stakes(rich, 100, 'rps.throw');
    await stakes(cancelled, enough);
    await move('crash.cancel', HOUSE, cancelled.accounts.coins, 100);
    await stakes(bot, enough);
    await settle();
    const keeper = ranks();
    await keeper.look();
    await keeper.stop();
    expect(await db.identity.player(rich.id)).toMatchObject({ rank: 'PREMIUM' });
    expect(await db.identity.player(cancelled.id)).toMatchObject({ rank: 'STANDARD' });
    expect(await db.identity.player(bot.id)).toMatchObject({ rank: 'STANDARD' });
    expect(keeper.told).toEqual([[rich.id, 'rank']]);
    expect(await db.ranks.rankHistory(rich.id)).toMatchObject([{ rank: 'PREMIUM', by: RULE }]);
  });

  test('[RK8] counts each stake once, by however many at once, and none that may not be whole yet', async () => {
    const player = await newPlayer();
    const second = await db.another();
    await stakes(player, 700);
    await db.ranks.countStakes(Date.now());
    expect(await stakedOf(player)).toBe(0);
    await settle();
    await Promise.all([db, second, db, second].map((of) => of.ranks.countStakes(Date.now())));
    await db.ranks.countStakes(Date.now());
    expect(await stakedOf(player)).toBe(700);
    await stakes(player, 50);
    await settle();
    await second.ranks.countStakes(Date.now());
    expect(await stakedOf(player)).toBe(750);
  });

  test('[RK4] lowers what it gave once 30 days are over', async () => {
    const player = await newPlayer();
    await db.ranks.setRank(player.id, 'VIP', RULE, 'as it was');
    const inAMonth = { nowMs: () => Date.now() + 31 * 86_400_000 };
    const judged = await db.ranks.ranked(inAMonth.nowMs());
    expect(judged.find(({ playerId }) => playerId === player.id)).toMatchObject({
      standing: { rank: 'VIP', given: { by: 'rule' } },
      stakedCoins: 0,
    });
  });
});

test('[RK6] every change is kept, newest first, and can not be changed', async () => {
  const [player, admin] = [await newPlayer(), await newPlayer()];
  expect(await db.ranks.setRank(player.id, 'VIP', admin.id, 'a friend')).toEqual({
    ...{ before: 'STANDARD', after: 'VIP' },
  });
  expect(await db.ranks.setRank(player.id, 'STANDARD', admin.id, 'a friend no more')).toMatchObject({
    before: 'VIP',
  });
  expect(await db.ranks.rankHistory(player.id)).toMatchObject([
    { rank: 'STANDARD', by: admin.id, reason: 'a friend no more' },
    { rank: 'VIP', by: admin.id, reason: 'a friend' },
  ]);
  expect(await db.ranks.setRank(randomUUID(), 'VIP', admin.id, 'nobody')).toBeNull();
  await expect(db.pool.query(`update rank_history set reason = ''`)).rejects.toThrow(/append-only/);
});
