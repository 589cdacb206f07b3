import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../db/embedded/freePort.ts';
import { MemoryCounter } from '../../domain/rates/memoryCounter.ts';
import { findRedisServer, type RedisServer, startRedis } from '../../scripts/cluster/redis.ts';
import { linkRedis, type RedisLink } from '../../server/cluster/redisLink.ts';
import { insuredCounter } from '../../server/rates/insuredCounter.ts';
import { RedisCounter } from '../../server/rates/redisCounter.ts';
import { rateCounterContract } from './rateCounter.contract.ts';

const log = { info() {}, warn() {}, error() {} };
const HOUR_MS = 3_600_000;

describe.runIf(findRedisServer() !== null)('rates counted in Redis', () => {
  let redis: RedisServer;
  let links: RedisLink[];
  const fallbacks = [0, 0];
  /** As two members of a cluster count. */
  let members: ReturnType<typeof insuredCounter>[];

  beforeAll(async () => {
    redis = await startRedis(await freePort());
    links = await Promise.all([0, 1].map(() => linkRedis(redis.url, log, () => {})));
    members = links.map((link, each) =>
      insuredCounter({
        ...{ shared: new RedisCounter(link.commands), own: new MemoryCounter(), up: link.up },
        onFallback: () => void fallbacks[each]!++,
      }),
    );
  });
  afterAll(async () => {
    for (const link of links) await link.close();
    await redis.stop();
  });

  const take = async (member: number, subject: string) =>
    (await members[member]!.take('route', subject, HOUR_MS, Date.now())).taken;

  rateCounterContract(() => ({
    counter: new RedisCounter(links[0]!.commands),
    nowMs: Date.now,
    // Redis has a clock of its own.
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms + 100)),
  }));

  test('[RT7] members count together; while Redis is away each by itself, and together again when it is back', async () => {
    expect([await take(0, 'one'), await take(1, 'one'), await take(0, 'one')]).toEqual([1, 2, 3]);
    expect(fallbacks).toEqual([0, 0]);
    await redis.stop();
    expect([await take(0, 'two'), await take(0, 'two'), await take(1, 'two')]).toEqual([1, 2, 1]);
    expect(fallbacks).toEqual([2, 1]);
    await redis.start();
    await expect.poll(() => links.every((link) => link.up()), { timeout: 10_000 }).toBe(true);
    expect([await take(0, 'three'), await take(1, 'three')]).toEqual([1, 2]);
    expect(fallbacks).toEqual([2, 1]);
  });
});
