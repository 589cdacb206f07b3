import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe } from 'vitest';
import { freePort } from '../../db/embedded/freePort.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { findRedisServer, type RedisServer, startRedis } from '../../scripts/cluster/redis.ts';
import { openRedisBus } from '../../server/cluster/redisBus.ts';
import { linkRedis, type RedisLink } from '../../server/cluster/redisLink.ts';
import { type BusWorld, busContract, listening } from './bus.contract.ts';

const log = { info() {}, warn() {}, error() {} };
const errors: unknown[] = [];
const opened: { bus: Bus; link: RedisLink }[] = [];
let redis: RedisServer;

const world: BusWorld = {
  errors,
  async member() {
    const link = await linkRedis(redis.url, log, () => {});
    const memberId = randomUUID();
    const bus = await openRedisBus({ link, memberId, onError: (error) => void errors.push(error) });
    opened.push({ bus, link });
    return listening(bus);
  },
  async breakConnections() {
    const operator = new Redis(redis.url);
    await operator.call('client', 'kill', 'type', 'pubsub');
    await operator.call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
    operator.disconnect();
  },
};

// Where there is no Redis there is no cluster over it either.
describe.runIf(findRedisServer() !== null)('the bus over Redis', () => {
  beforeAll(async () => {
    redis = await startRedis(await freePort());
  });
  afterAll(async () => {
    for (const { bus, link } of opened) {
      await bus.close();
      await link.close();
    }
    await redis.stop();
  });

  busContract(() => world);
});
