import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { RedisLink } from './redisLink.ts';

const TOPIC = 'fairground:bus';

interface Batch {
  from: string;
  number: number;
  messages: [channel: string, message: JsonValue][];
}

export interface RedisBusOptions {
  link: Pick<RedisLink, 'pubsub' | 'onReturn'>;
  memberId: string;
  /** A listener threw. */
  onError(error: unknown): void;
}

/**
 * The bus over Redis' PUBLISH and SUBSCRIBE. What is published in one turn of the event loop goes together, numbered:
 * who misses a number knows that there is a gap. What is published while Redis is away is lost, and told as a gap.
 */
export async function openRedisBus({ link, memberId, onError }: RedisBusOptions): Promise<Bus> {
  const listeners = new Map<string, Set<(message: JsonValue, fromMemberId: string) => void>>();
  const gapListeners = new Set<() => void>();
  const lastOf = new Map<string, number>();
  let waiting: Batch['messages'] = [];
  let number = 0;
  let closed = false;

  function send(): void {
    const batch: Batch = { from: memberId, number: ++number, messages: waiting };
    waiting = [];
    link.pubsub.publish(TOPIC, batch).catch(() => {});
  }

  function receive(batch: Batch): void {
    if (closed || batch.from === memberId) return;
    const last = lastOf.get(batch.from);
    lastOf.set(batch.from, batch.number);
    if (last !== undefined && batch.number !== last + 1) tellGap();
    for (const [channel, message] of batch.messages)
      for (const listener of listeners.get(channel) ?? []) guarded(() => listener(message, batch.from));
  }

  function tellGap(): void {
    for (const listener of gapListeners) guarded(listener);
  }

  /** One listener's bug is not the others'. */
  function guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      onError(error);
    }
  }

  link.onReturn(tellGap);
  // While Redis is away the subscription is made when it is back.
  await link.pubsub.subscribe(TOPIC, receive).catch(() => {});
  return {
    memberId,
    publish(channel, message) {
      if (closed) return;
      if (waiting.length === 0) setImmediate(send);
      // As it is now: the publisher may change it.
      waiting.push([channel, structuredClone(message)]);
    },
    subscribe(channel, listener) {
      // A wrapper of its own: the same function may listen twice.
      const own: typeof listener = (message, from) => listener(message, from);
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(own));
      return () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(channel) === set) listeners.delete(channel);
      };
    },
    onGap(listener) {
      const own = () => listener();
      gapListeners.add(own);
      return () => void gapListeners.delete(own);
    },
    async close() {
      if (waiting.length > 0) send();
      closed = true;
      await link.pubsub.unsubscribe(TOPIC, receive).catch(() => {});
    },
  };
}
