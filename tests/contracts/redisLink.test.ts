import { expect, test } from 'vitest';
import { freePort } from '../../db/embedded/freePort.ts';
import { findRedisServer, startRedis } from '../../scripts/cluster/redis.ts';
import { startRelay } from '../../scripts/cluster/relay.ts';
import { linkRedis } from '../../server/cluster/redisLink.ts';

test.runIf(findRedisServer() !== null)(
  'Redis behind a proxy that accepts and closes while it is away: the link is there again once it is back',
  async () => {
    const redis = await startRedis(await freePort());
    const relay = await startRelay('127.0.0.1', { host: '127.0.0.1', port: redis.port });
    const log = { info() {}, warn() {}, error() {} };
    const link = await linkRedis(`redis://127.0.0.1:${relay.port}`, log, () => {});
    const heard: unknown[] = [];
    await link.pubsub.subscribe('topic', (message: unknown) => heard.push(message));
    try {
      for (let times = 1; times <= 2; times += 1) {
        await redis.stop();
        await expect.poll(() => link.up()).toBe(false);
        // Several attempts to connect meet the proxy alone.
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        await redis.start();
        await expect.poll(() => link.up(), { timeout: 20_000 }).toBe(true);
        // It is subscribed again, too; that may come a moment later.
        await expect
          .poll(async () => {
            await link.pubsub.publish('topic', times).catch(() => {});
            return heard.includes(times);
          })
          .toBe(true);
      }
    } finally {
      await link.close();
      await relay.close();
      await redis.stop();
    }
  },
);
