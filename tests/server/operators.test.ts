import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBus } from '../../db/bus.ts';
import type { Database } from '../../db/open.ts';
import type { Player } from '../../domain/identity/port.ts';
import { type Operators, openOperators } from '../../server/admin/operators.ts';
import { shareFeed } from '../../server/cluster/sharedFeed.ts';
import { createPlayerFeed, type HeardFeed } from '../../server/playerFeed.ts';
import { until } from '../rooms/harness.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** What a process has of operators' doings. */
interface Member {
  operators: Operators;
  feed: HeardFeed;
  forgotten: string[];
  stop(): Promise<void>;
}

let database: TestDatabase;
let here: Member;
let there: Member;
let admin: Player;
let player: Player;

async function join(of: Database & { ownerId: string }): Promise<Member> {
  const bus = await openBus({ url: database.url, memberId: of.ownerId, onError() {} });
  const feed = shareFeed({
    ...{ local: createPlayerFeed(), bus, balancesOf: of.cluster.balancesOf, hasOthers: () => true },
  });
  const forgotten: string[] = [];
  const operators = await openOperators({
    ...{ database: of, bus, feed, clock: { nowMs: Date.now }, newUuid: randomUUID },
    log: { info() {}, warn() {}, error() {} },
    forget: (playerId) => void forgotten.push(playerId),
  });
  const stop = async () => {
    await operators.stop();
    await bus.close();
  };
  return { operators, feed, forgotten, stop };
}

const newPlayer = (nickname: string) =>
  database.identity.createPlayer({ id: randomUUID(), nickname, bot: false, ageConfirmed: true });

beforeAll(async () => {
  database = await openTestDatabase();
  [admin, player] = [await newPlayer('admin'), await newPlayer('player')];
  await database.pool.query(`update player set role = 'admin' where id = $1`, [admin.id]);
  [here, there] = [await join(database), await join(await database.another())];
});
afterAll(async () => {
  await here.stop();
  await there.stop();
  await database.dispose();
});

test('a ban on one process counts on the other, which tells it once; so does its end', async () => {
  const began: string[] = [];
  there.operators.rooms.bans.onBan((playerId) => began.push(playerId));
  const untilMs = Date.now() + 3_600_000;
  const { players, standingChanged } = here.operators.http;
  const order = { type: 'ban', untilMs, reason: 'a test' } as const;
  expect(await players.change(admin.id, player.id, order, Date.now())).toMatchObject({ ok: true });
  await standingChanged(player.id, 'ban');
  expect(here.operators.rooms.bans.isBanned(player.id)).toBe(true);
  await until(() => began.length > 0);
  expect(there.operators.rooms.bans.refusal(player.id)).toMatchObject({
    code: 'forbidden',
    details: { bannedUntilMs: untilMs },
  });
  expect(there.forgotten).toContain(player.id);

  // A process that starts now knows it from the database.
  const late = await join(await database.another());
  expect(late.operators.rooms.bans.isBanned(player.id)).toBe(true);
  await late.stop();

  await players.change(admin.id, player.id, { type: 'unban' }, Date.now());
  await standingChanged(player.id, 'ban');
  await until(() => !there.operators.rooms.bans.isBanned(player.id));
  expect(began).toEqual([player.id]);
});

test('what the bus did not bring is read from the database', async () => {
  const order = { type: 'ban', untilMs: Date.now() + 3_600_000, reason: 'a test' } as const;
  await here.operators.http.players.change(admin.id, player.id, order, Date.now());
  await until(
    () => there.operators.rooms.bans.isBanned(player.id) && here.operators.rooms.bans.isBanned(player.id),
  );
  await here.operators.http.players.change(admin.id, player.id, { type: 'unban' }, Date.now());
});

test('rank and role reach connections of the other process that are older', async () => {
  await here.operators.http.ranks.setRank(player.id, 'VIP', admin.id, 'a test');
  await until(() => there.operators.rooms.standings.current(player).rank === 'VIP');
  await here.operators.http.players.change(
    admin.id,
    player.id,
    { type: 'role', role: 'moderator' },
    Date.now(),
  );
  await here.operators.http.standingChanged(player.id, 'role');
  await until(() => there.operators.rooms.standings.current(player).role === 'moderator');
});

test('a balance that was changed on one process is told in the lobby of another, where one is', async () => {
  const told: unknown[] = [];
  expect(await here.operators.http.isOnline(player.id)).toBe(false);
  there.feed.subscribe(player.id, (event) => told.push(event));
  expect(await here.operators.http.isOnline(player.id)).toBe(true);
  const [given] = await here.operators.http.operatorGrants.give([
    { key: randomUUID(), playerId: player.id, amount: 42, currency: 'coins' },
  ]);
  expect(given).toMatchObject({ ok: true, value: { balance: 42 } });
  await here.operators.http.balancesChanged([player.id]);
  await until(() => told.length > 0);
  expect(told).toEqual([{ type: 'balance', balances: { coins: 42, credits: 0, gems: 0 } }]);
});
