import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBus } from '../../db/bus.ts';
import type { Broadcast, BroadcastTarget } from '../../domain/broadcast/broadcast.ts';
import type { BroadcastOrder } from '../../domain/broadcast/order.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import type { Result } from '../../domain/result.ts';
import { createLogger } from '../../server/logger.ts';
import { createOperate, type Operate } from '../../server/operate/operate.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const HOUR_MS = 3_600_000;
const OPERATOR = randomUUID();

/** Two processes on one database, as far as operators matter. */
let db: TestDatabase;
const members: { bus: Bus; operate: Operate }[] = [];
let nowMs = Date.now();

beforeAll(async () => {
  db = await openTestDatabase();
  for (const memberId of [db.ownerId, randomUUID()]) {
    const bus = await openBus({ url: db.url, memberId, onError: () => {} });
    const log = createLogger('silent');
    const operate = createOperate({
      ...{ database: db, bus, log, clock: { nowMs: () => nowMs } },
      ...{ tables: DEFAULT_TABLES, newUuid: randomUUID },
    });
    members.push({ bus, operate });
  }
});
afterAll(async () => {
  for (const { bus, operate } of members) {
    operate.stop();
    await bus.close();
  }
  await db.dispose();
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function send(text: string, change: Partial<BroadcastOrder> = {}, key: string | null = null) {
  const order = { text, level: 'info', audience: { to: 'all' }, startsAtMs: null } as const;
  return members[0]!.operate.broadcasts.send(OPERATOR, key, {
    ...order,
    expiresAtMs: nowMs + HOUR_MS,
    ...change,
  });
}

/** A seat on each process, and what it was told since. */
function seats(seat: BroadcastTarget = { room: 'lobby', playerId: randomUUID() }) {
  return members.map(({ operate }) => {
    const texts: string[] = [];
    const end = operate.ports.broadcasts.subscribe(seat, ({ text }: Broadcast) => void texts.push(text));
    const joining = () => operate.ports.broadcasts.live(seat).map(({ text }) => text);
    return { texts, joining, end };
  });
}

test('[BC6] on every process each seat is told once: at once, or on joining, until it is over', async () => {
  const [here, there] = seats();
  const first = value(await send('first')).broadcast;
  expect(here!.texts).toEqual(['first']);
  await expect.poll(() => there!.texts).toEqual(['first']);
  const late = seats();
  for (const { joining, texts } of late) {
    expect(joining()).toEqual(['first']);
    expect(texts).toEqual([]);
  }
  value(await send('second', { expiresAtMs: nowMs + 1_000 }));
  await expect.poll(() => there!.texts).toEqual(['first', 'second']);
  // Each wake-up reads all of it again, and tells none of it again.
  expect(here!.texts).toEqual(['first', 'second']);
  expect(late.map(({ texts }) => texts)).toEqual([['second'], ['second']]);
  nowMs += 1_000;
  for (const { joining } of late) expect(joining()).toEqual(['first']);
  value(await members[1]!.operate.broadcasts.cancel(first.id, nowMs));
  await expect.poll(() => late[0]!.joining()).toEqual([]);
  expect(late[1]!.joining()).toEqual([]);
  for (const { end } of [here!, there!, ...late]) end();
  value(await send('after they left'));
  expect(here!.texts).toEqual(['first', 'second']);
});

test('[BC6] one that starts later is told by each process when its time has come', async () => {
  const listening = seats({ room: 'crash', table: 'main', playerId: randomUUID() });
  const audience = { to: 'table', table: 'main' } as const;
  value(await send('elsewhere', { audience: { to: 'table', table: 'high' } }));
  value(await send('soon', { audience, startsAtMs: nowMs + 300 }));
  const cancelled = value(await send('never', { audience, startsAtMs: nowMs + 300 })).broadcast;
  value(await members[0]!.operate.broadcasts.cancel(cancelled.id, nowMs));
  for (const { joining, texts } of listening) expect([joining(), texts]).toEqual([[], []]);
  nowMs += 300;
  for (const { texts, joining } of listening) {
    await expect.poll(() => texts, { timeout: 10_000 }).toEqual(['soon']);
    expect(joining()).toEqual(['soon']);
  }
});

test('the same key is the same broadcast, whenever it comes; another body is a conflict', async () => {
  const key = randomUUID();
  const order = { expiresAtMs: nowMs + 500 };
  const { broadcast } = value(await send('once', order, key));
  expect(value(await send('once', order, key))).toEqual({ broadcast, repeated: true });
  nowMs += 1_000;
  expect(value(await send('once', order, key))).toEqual({ broadcast, repeated: true });
  expect(await send('twice', order, key)).toMatchObject({ error: { code: 'key_conflict' } });
  expect((await send('once', order)).ok).toBe(false);
});

test('what is set for tables and banners is known everywhere, and stands in the database', async () => {
  const [one, other] = [members[0]!.operate, members[1]!.operate];
  let changes = 0;
  let stockSet = 0;
  other.settings.subscribe(() => void changes++);
  other.banners.onStockSet(() => void stockSet++);
  const paused = { reason: 'looking into it', by: OPERATOR, atMs: 5 };
  value(await one.settings.pause('main', paused));
  await expect.poll(() => other.settings.current('main').paused).toEqual(paused);
  expect(changes).toBe(1);
  // Who paused it first, and why, stays.
  value(await other.settings.pause('main', { reason: 'me too', by: null, atMs: 6 }));
  expect(value(await one.settings.read('main'))).toEqual({ table: 'main', paused, limits: null });
  expect(value(await other.settings.pause('main', null))).toMatchObject({
    before: { paused },
    after: { paused: null },
  });
  value(await one.banners.setActive('starlight', false));
  await expect.poll(() => other.ports.banners.isActive('starlight')).toBe(false);
  expect(one.ports.banners.isActive('starlight')).toBe(false);
  expect(stockSet).toBeGreaterThan(0);
  expect(value(await other.banners.setActive('starlight', true))).toBe(false);
  await expect.poll(() => one.ports.banners.isActive('starlight')).toBe(true);
});
