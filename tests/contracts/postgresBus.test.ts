import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FrameJoiner, framesOf } from '../../db/bus/frames.ts';
import { openBus } from '../../db/bus.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { emptyDatabase } from '../support/database.ts';
import { type BusWorld, busContract, listening } from './bus.contract.ts';

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

const world: BusWorld = {
  errors,
  async member() {
    const bus = await openBus({
      url: database.url,
      memberId: randomUUID(),
      onError: (error) => void errors.push(error),
    });
    buses.push(bus);
    return listening(bus);
  },
  async breakConnections() {
    await observer.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'fairground bus' and datname = current_database()`,
    );
  },
};

describe('the bus over PostgreSQL', () => busContract(() => world));

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
