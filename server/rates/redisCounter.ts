import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Count, RateCounter } from '../../domain/rates/counter.ts';

const PREFIX = 'fairground:rates';

/** Counts in Redis, for all members of a cluster together. Each count is one round trip, and may fail. */
export class RedisCounter implements RateCounter {
  readonly #commands: Redis;
  /** By the length of their window, which is all they are told apart by: they only count here. */
  readonly #limiters = new Map<number, RateLimiterRedis>();

  constructor(commands: Redis) {
    this.#commands = commands;
  }

  async take(name: string, subject: string, withinMs: number, nowMs: number): Promise<Count> {
    const { consumedPoints, msBeforeNext } = await this.#limiter(withinMs).penalty(`${name} ${subject}`);
    return { taken: consumedPoints, resetAtMs: nowMs + msBeforeNext };
  }

  #limiter(withinMs: number): RateLimiterRedis {
    let limiter = this.#limiters.get(withinMs);
    if (limiter === undefined) {
      limiter = new RateLimiterRedis({
        ...{ storeClient: this.#commands, keyPrefix: PREFIX, rejectIfRedisNotReady: true },
        ...{ points: Number.MAX_SAFE_INTEGER, duration: withinMs / 1_000 },
      });
      this.#limiters.set(withinMs, limiter);
    }
    return limiter;
  }
}
