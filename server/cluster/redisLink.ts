import { RedisPresence } from '@colyseus/redis-presence';
import { Redis } from 'ioredis';
import type { Log } from '../../rooms/ports.ts';

/** A command that isn't answered in this time has failed. */
const ANSWERS_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 500;
const RECONNECT_AFTER_MS = 250;
/** How long the start waits for Redis; then it goes on without. */
const FIRST_ANSWER_WITHIN_MS = 2_000;

/** Redis, and whether it is there. */
export interface RedisLink {
  readonly commands: Redis;
  /** Colyseus' presence on these connections: for publishing and subscribing only. */
  readonly pubsub: RedisPresence;
  /** Whether both connections, for commands and for subscriptions, answered last. */
  up(): boolean;
  /** Called when Redis is back: it may have forgotten everything. */
  onReturn(listener: () => void): void;
  close(): Promise<void>;
}

const quiet = () => {};

/** The subscribing connection is Colyseus' own: we ask it whether it lives, too. */
class WatchedPresence extends RedisPresence {
  constructor(commands: Redis) {
    super(commands);
    // Each attempt to connect would be a line in the log; that Redis is away, and back, is said once.
    for (const connection of [this.pub, this.sub]) connection.removeAllListeners('error').on('error', quiet);
  }

  get subscriber(): Redis {
    return this.sub as Redis;
  }
}

/**
 * Connects, and keeps an eye on it: both connections are asked twice a second; one that does not answer is made
 * anew, because a connection through a cut network waits for its retransmissions longer than the cut lasts.
 */
export async function linkRedis(url: string, log: Log, onAway: () => void): Promise<RedisLink> {
  const commands = new Redis(url, {
    commandTimeout: ANSWERS_WITHIN_MS,
    connectTimeout: ANSWERS_WITHIN_MS,
    // What can't be sent now fails now: callers know what to do without Redis, and nothing piles up.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // Colyseus' presence subscribes again by itself; ioredis would do so too, with promises that nobody handles.
    autoResubscribe: false,
    // It would wait for the answers before it calls a connection ready, and call one ready for ever that closed meanwhile (a proxy
    // whose Redis is away accepts, and closes).
    disableClientInfo: true,
    retryStrategy: () => RECONNECT_AFTER_MS,
  });
  const pubsub = new WatchedPresence(commands);
  const listeners: (() => void)[] = [];
  let up = false;
  let everUp = false;
  let looking = false;
  let closed = false;

  async function look(): Promise<void> {
    if (looking || closed) return;
    looking = true;
    const answered = await Promise.all([answers(commands), answers(pubsub.subscriber)]);
    looking = false;
    if (closed) return;
    const isUp = answered.every(Boolean);
    if (isUp === up) return;
    if (!isUp) {
      away();
      return;
    }
    up = true;
    if (everUp) log.info({}, 'Redis is back');
    everUp = true;
    for (const listener of listeners) listener();
  }

  function away(): void {
    if (!up || closed) return;
    up = false;
    log.warn({ code: 'busy' }, 'Redis does not answer: going on without');
    onAway();
  }

  // Also when it is made again before anybody looks: what was said meanwhile is lost.
  for (const connection of [commands, pubsub.subscriber]) connection.on('close', away);
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const deadlineMs = performance.now() + FIRST_ANSWER_WITHIN_MS;
  while (!up && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await look();
  }
  if (!up) log.warn({ code: 'busy' }, 'Redis does not answer: starting without');
  return {
    commands,
    pubsub,
    up: () => up,
    onReturn: (listener) => void listeners.push(listener),
    async close() {
      closed = true;
      clearInterval(timer);
      up = false;
      commands.disconnect();
      pubsub.subscriber.disconnect();
    },
  };
}

async function answers(connection: Redis): Promise<boolean> {
  try {
    await connection.ping();
    return true;
  } catch {
    // One that is being made has its own time limit.
    if (connection.status === 'ready') connection.disconnect(true);
    return false;
  }
}
