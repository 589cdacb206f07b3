import { LocalPresence } from '@colyseus/core';
import type { RedisPresence } from '@colyseus/redis-presence';

type Callback = (...args: unknown[]) => void;

/** Topics by which Colyseus asks a room, or a process, of another process, and gets the answer. */
const BETWEEN_PROCESSES = /^(\$|p:|ipc:)/;

/**
 * Colyseus' presence in a cluster: what processes ask each other goes over Redis, all else (counts of rooms, locks
 * around the making of a room) stays in this process, where its rooms are. Nothing here rejects or hangs while Redis is
 * away: Colyseus leaves most of these promises to themselves, and asks with a time limit of its own.
 */
export class MemberPresence extends LocalPresence {
  readonly pubsub: Pick<RedisPresence, 'subscribe' | 'unsubscribe' | 'publish'>;

  constructor(pubsub: MemberPresence['pubsub']) {
    super();
    this.pubsub = pubsub;
  }

  override async subscribe(topic: string, callback: Callback): Promise<Awaited<this>> {
    if (!BETWEEN_PROCESSES.test(topic)) return super.subscribe(topic, callback);
    // A subscription that fails now is made when Redis is back. Who asks something must be listening before; that
    // a new room can be asked from afar may come a moment later.
    const subscribed = this.pubsub.subscribe(topic, callback).catch(() => {});
    if (!topic.startsWith('$')) await subscribed;
    return this as Awaited<this>;
  }

  override unsubscribe(topic: string, callback?: Callback): this {
    if (BETWEEN_PROCESSES.test(topic)) this.pubsub.unsubscribe(topic, callback).catch(() => {});
    else super.unsubscribe(topic, callback);
    return this;
  }

  override publish(topic: string, data: unknown): this {
    if (BETWEEN_PROCESSES.test(topic)) this.pubsub.publish(topic, data).catch(() => {});
    else super.publish(topic, data);
    return this;
  }
}
