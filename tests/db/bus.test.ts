import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FrameJoiner, framesOf } from '../../db/bus/frames.ts';
import { openBus } from '../../db/bus.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { emptyDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let observer: pg.Client;
const buses: Bus[] = [];
const errors: unknown[] = [];

beforeAll(async () => {
  database = await emptyDatabase();
  observer = new pg.Client(database.url);
  await observer.connect();
});
afterAll(async () => {
  for (const bus of buses) await bus.close();
  await observer.end();
  await database.drop();
});

async function member(): Promise<{
  bus: Bus;
  heard: [string, JsonValue, string][];
  gaps: { count: number };
}> {
  const bus = await openBus({
    url: database.url,
    memberId: randomUUID(),
    onError: (error) => void errors.push(error),
  });
  buses.push(bus);
  const heard: [string, JsonValue, string][] = [];
  const gaps = { count: 0 };
  for (const channel of ['news', 'weather'])
    bus.subscribe(channel, (message, from) => void heard.push([channel, message, from]));
  bus.onGap(() => {
    gaps.count += 1;
  });
  return { bus, heard, gaps };
}

test('members hear each other in order, by channel, and never themselves', async () => {
  const [one, other, third] = [await member(), await member(), await member()];
  const text = '안녕 "fair\nground" \ud800 🎪';
  one.bus.publish('news', { first: 1, text });
  one.bus.publish('weather', null);
  one.bus.publish('nobody listens', 'to this');
  one.bus.publish('news', [2]);
  other.bus.publish('news', 'from the other');
  const { memberId } = one.bus;
  const ofOne = [
    ['news', { first: 1, text }, memberId],
    ['weather', null, memberId],
    ['news', [2], memberId],
  ];
  await expect.poll(() => third.heard).toHaveLength(4);
  expect(third.heard.filter(([, , from]) => from === memberId)).toEqual(ofOne);
  await expect.poll(() => other.heard).toEqual(ofOne);
  await expect.poll(() => one.heard).toEqual([['news', 'from the other', other.bus.memberId]]);
  expect([one, other, third].map(({ gaps }) => gaps.count)).toEqual([0, 0, 0]);
});

test('a message of 100 KB arrives whole, and what was published in its turn with it', async () => {
  const [one, other] = [await member(), await member()];
  const large = { text: 'x한'.repeat(50_000) };
  one.bus.publish('news', large);
  one.bus.publish('news', 'after it');
  await expect.poll(() => other.heard).toHaveLength(2);
  expect(other.heard.map(([, message]) => message)).toEqual([large, 'after it']);
});

test('a listener that throws, or has ended, leaves the others alone', async () => {
  const [one, other] = [await member(), await member()];
  const ended: JsonValue[] = [];
  other.bus.subscribe('alarm', () => {
    throw new Error('a bug of one listener');
  });
  other.bus.subscribe('alarm', (message) => void ended.push(message))();
  const kept: JsonValue[] = [];
  other.bus.subscribe('alarm', (message) => void kept.push(message));
  one.bus.publish('alarm', 1);
  await expect.poll(() => kept).toEqual([1]);
  expect(ended).toEqual([]);
  expect(errors.map(String)).toContain('Error: a bug of one listener');
});

test('a killed connection is made again: its member is told of the gap, and goes on hearing and telling', async () => {
  const [one, other] = [await member(), await member()];
  one.bus.publish('news', 'before');
  await expect.poll(() => other.heard).toHaveLength(1);
  await observer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'fairground bus' and datname = current_database()`,
  );
  one.bus.publish('news', 'told while it was away');
  await expect.poll(() => [one.gaps.count, other.gaps.count], { timeout: 10_000 }).toEqual([1, 1]);
  one.bus.publish('news', 'after');
  other.bus.publish('news', 'back');
  await expect.poll(() => other.heard.at(-1)?.[1]).toBe('after');
  await expect.poll(() => one.heard.at(-1)?.[1]).toBe('back');
});

test('what was lost on the way is a gap, what came twice counts once', () => {
  const joiner = new FrameJoiner();
  const long = 'y'.repeat(20_000);
  const arrivals = (batch: number, text: string) =>
    framesOf('m', batch, text).map((frame) => joiner.add(frame)!);
  expect(arrivals(7, long).map(({ text }) => text)).toEqual([null, null, long]);
  expect(arrivals(7, long).map(({ text }) => text)).toEqual([null, null, null]);
  expect(arrivals(8, 'next')).toEqual([{ memberId: 'm', text: 'next', gap: false }]);
  expect(arrivals(10, 'one was lost')).toEqual([{ memberId: 'm', text: 'one was lost', gap: true }]);
  // A connection that breaks within a batch: its number is sent again, from its start.
  const [first, second] = framesOf('m', 11, long);
  expect([first, second].map((frame) => joiner.add(frame!)?.text)).toEqual([null, null]);
  joiner.forgetParts();
  expect(arrivals(11, long).at(-1)).toEqual({ memberId: 'm', text: long, gap: false });
  expect(joiner.add('no frame')).toBeNull();
});
