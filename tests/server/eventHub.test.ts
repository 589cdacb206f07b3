import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBus } from '../../db/bus.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { type EventDraft, type GameEvent, TOPICS } from '../../domain/events/event.ts';
import type { Frame } from '../../domain/events/frame.ts';
import { createClusterCounters } from '../../server/events/clusterCounters.ts';
import { createEventHub } from '../../server/events/hub.ts';
import { migratedDatabase } from '../support/database.ts';

const ALL = new Set(TOPICS);
const log = { info() {}, warn() {}, error: (bindings: object) => void errors.push(bindings) };
let errors: object[] = [];
let database: Awaited<ReturnType<typeof migratedDatabase>>;
let ends: (() => unknown)[] = [];

beforeAll(async () => {
  database = await migratedDatabase();
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
  errors = [];
});
afterAll(() => database.drop());

/** A process of the cluster, as far as events are concerned; `told` is what it tells over the bus. */
async function member(queue = { queued: 0, running: 0 }) {
  const real = await openBus({ url: database.url, memberId: randomUUID(), onError: () => {} });
  const told: string[] = [];
  const bus: Bus = {
    ...real,
    publish(channel, message) {
      told.push(channel);
      real.publish(channel, message);
    },
  };
  const hub = createEventHub({ bus, nowMs: Date.now, eventLoopDelayMs: () => 0, log });
  const counters = createClusterCounters({
    ...{ bus, hub, nowMs: Date.now, eventLoopDelayMs: () => 3, connections: () => 5 },
    ...{ rooms: () => ({ lobby: 1 }), queue: async () => queue },
  });
  const frames: Frame[] = [];
  hub.onFrame((frame) => frames.push(frame));
  const shown = () => frames.flatMap(({ events }) => events);
  ends.push(
    () => real.close(),
    () => hub.stop(),
    () => counters.stop(),
  );
  return { hub, counters, frames, shown, told };
}

function spin(payoutCoins: number): EventDraft {
  const data = {
    ...{ machine: 'neon3', gameId: 'game', betCoins: 100, payoutCoins, result: 'none', streakBefore: 0 },
  };
  return { type: 'slots.spin', player: { id: 'ada', nickname: 'Ada' }, bot: false, data };
}

const payouts = (events: readonly GameEvent[]) =>
  events.map(({ data }) => (data as { payoutCoins: number }).payoutCoins);

test('listeners in the process hear every event at once, watchers a thinned frame', async () => {
  const { hub, frames } = await member();
  const heard: GameEvent[] = [];
  hub.subscribe((event) => heard.push(event));
  for (let number = 0; number < 1_000; number += 1) hub.publish(spin(number));
  expect(payouts(heard)).toEqual(Array.from({ length: 1_000 }, (_, at) => at));
  expect(new Set(heard.map(({ id }) => id)).size).toBe(1_000);
  expect(frames).toEqual([]);
  await expect.poll(() => frames).toHaveLength(1);
  expect(payouts(frames[0]!.events)).toEqual(Array.from({ length: 50 }, (_, at) => 950 + at));
  expect(frames[0]!.dropped).toEqual({ slots: 950 });
  expect(hub.snapshot(ALL)).toEqual(frames[0]!.events);
});

test('a listener with a bug stops neither who publishes nor the others', async () => {
  const { hub } = await member();
  const heard: GameEvent[] = [];
  hub.subscribe(() => {
    throw new Error('a bug');
  });
  hub.subscribe((event) => heard.push(event));
  hub.publish(spin(1));
  expect(heard).toHaveLength(1);
  expect(errors).toHaveLength(1);
});

test('members see each other’s events, and a new one what was before it', async () => {
  const one = await member();
  const other = await member();
  // One learns that there is another with its first message.
  await expect.poll(() => one.counters.counters().members, { timeout: 5_000 }).toBe(2);
  one.hub.publish(spin(1));
  await expect.poll(() => payouts(other.shown())).toEqual([1]);
  other.hub.publish(spin(2));
  await expect.poll(() => payouts(one.shown())).toEqual([1, 2]);
  const late = await member();
  await expect.poll(() => payouts(late.hub.snapshot(ALL))).toEqual([1, 2]);
  expect(late.hub.snapshot(ALL)).toEqual(one.hub.snapshot(ALL));
});

test('counters are summed over the members, whoever is asked', async () => {
  const [one, other] = [await member({ queued: 4, running: 2 }), await member({ queued: 4, running: 2 })];
  one.counters.occupancy.players(3);
  one.counters.occupancy.openStakes('crash/main', 700);
  one.counters.occupancy.watchers('monitor', 2);
  other.counters.occupancy.players(1);
  one.hub.publish(spin(50));
  other.hub.publish(spin(70));
  const total = {
    members: 2,
    players: 4,
    watchers: 2,
    connections: 10,
    rooms: { lobby: 2 },
    coinsInPlay: 700,
  };
  const games = [{ game: 'slots', variant: 'neon3', rounds: 2, betCoins: 200, paidCoins: 120 }];
  for (const { counters } of [one, other])
    await expect
      .poll(() => counters.counters(), { timeout: 5_000 })
      .toMatchObject({
        ...{ ...total, games, eventLoopDelayMs: 3, queue: { queued: 4, running: 2 } },
      });
  one.counters.occupancy.openStakes('crash/main', 0);
  expect(one.counters.counters().coinsInPlay).toBe(0);
});

test('who is alone tells the bus nothing of what happens', async () => {
  const { hub, frames, told } = await member();
  hub.publish(spin(1));
  await expect.poll(() => frames).toHaveLength(1);
  // It asked for what it missed, once.
  expect(told.filter((channel) => channel === 'events')).toEqual(['events']);
});
