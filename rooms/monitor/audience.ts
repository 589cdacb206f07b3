import { type Client, getMessageBytes, Protocol } from '@colyseus/core';
import type { GameEvent, Topic } from '../../domain/events/event.ts';
import { droppedOf, type Frame } from '../../domain/events/frame.ts';
import { perTopicFor } from '../../domain/events/pace.ts';
import { withoutNames } from '../../domain/events/shown.ts';
import { thinFrame } from '../../domain/events/thinner.ts';
import type { EventMessage, ThinnedMessage } from '../../domain/protocol/monitor.ts';
import { isBehind } from './backlog.ts';

/** So many sends at a stretch, then whoever else waits for the event loop has its turn: players before watchers. */
const SENDS_AT_A_STRETCH = 50;

/** What is told of frames left out, at most this often. */
const TELL_THINNED_EVERY_MS = 1_000;

/** Watchers who are told the same: one text for all of them. */
interface Group {
  topics: ReadonlySet<Topic>;
  seesNames: boolean;
  watchers: Set<Watcher>;
}

interface Watcher {
  client: Client;
  group: Group;
  /** Events that it was not sent and was not told of. */
  dropped: number;
}

/** Who watches in this process, and what each of them is sent. */
export class Audience {
  readonly #nowMs: () => number;
  readonly #watchers = new Map<string, Watcher>();
  readonly #groups = new Map<string, Group>();
  #thinnedToldAtMs = 0;
  /** Frames go out one after the other, each in stretches. */
  #sending: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** From now on it is sent frames of these topics. Nothing is owed to it from before. */
  seat(client: Client, topics: ReadonlySet<Topic>, seesNames: boolean): void {
    this.leave(client);
    const key = `${seesNames} ${[...topics].sort().join()}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { topics, seesNames, watchers: new Set() };
      this.#groups.set(key, group);
    }
    const watcher = { client, group, dropped: 0 };
    group.watchers.add(watcher);
    this.#watchers.set(client.sessionId, watcher);
  }

  leave(client: Client): void {
    const watcher = this.#watchers.get(client.sessionId);
    if (watcher === undefined) return;
    this.#watchers.delete(client.sessionId);
    const { group } = watcher;
    group.watchers.delete(watcher);
    if (group.watchers.size > 0) return;
    for (const [key, other] of this.#groups) if (other === group) this.#groups.delete(key);
  }

  /** Sends a frame to everyone. One that comes while two are still going out is counted as left out. */
  show(frame: Frame): void {
    if (this.#watchers.size === 0) return;
    const tellsThinned = this.#nowMs() - this.#thinnedToldAtMs >= TELL_THINNED_EVERY_MS;
    const fitting = thinFrame(frame, perTopicFor(this.#watchers.size));
    if (tellsThinned) this.#thinnedToldAtMs = this.#nowMs();
    const skipped = this.#waiting >= 2;
    const parcels = [...this.#groups.values()].map((group) => parcelFor(group, fitting));
    if (skipped) {
      for (const { watchers, count, dropped } of parcels)
        for (const watcher of watchers) watcher.dropped += count + dropped;
      return;
    }
    this.#waiting += 1;
    this.#sending = this.#sending
      .then(() => this.#send(parcels, tellsThinned))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #send(parcels: readonly Parcel[], tellsThinned: boolean): Promise<void> {
    let sends = 0;
    for (const { watchers, bytes, count, dropped } of parcels) {
      /** Many are owed the same. */
      const thinned = new Map<number, Uint8Array>();
      for (const watcher of watchers) {
        // Gone meanwhile, or it has asked for other topics.
        if (this.#watchers.get(watcher.client.sessionId) !== watcher) continue;
        const behind = isBehind(watcher.client);
        watcher.dropped += behind ? count + dropped : dropped;
        if (behind) continue;
        if (bytes !== null) watcher.client.enqueueRaw(bytes);
        if (tellsThinned && watcher.dropped > 0) {
          const told = thinned.get(watcher.dropped) ?? thinnedBytes(watcher.dropped);
          thinned.set(watcher.dropped, told);
          watcher.client.enqueueRaw(told);
          watcher.dropped = 0;
        }
        sends += 1;
        if (sends % SENDS_AT_A_STRETCH === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

interface Parcel {
  /** Who was here when it happened: whoever comes later has it in the snapshot. */
  watchers: readonly Watcher[];
  /** Null: none of its topics has anything. */
  bytes: Uint8Array | null;
  count: number;
  dropped: number;
}

function parcelFor(group: Group, frame: Frame): Parcel {
  const events = shownTo(frame.events, group.topics, group.seesNames);
  const bytes = events.length > 0 ? eventBytes({ events }) : null;
  const dropped = droppedOf(frame.dropped, group.topics);
  return { watchers: [...group.watchers], bytes, count: events.length, dropped };
}

/** What of these events somebody who watches these topics is shown. */
export function shownTo(
  events: readonly GameEvent[],
  topics: ReadonlySet<Topic>,
  seesNames: boolean,
): GameEvent[] {
  const wanted = events.filter(({ topic }) => topics.has(topic));
  return seesNames ? wanted : wanted.map(withoutNames);
}

function eventBytes(message: EventMessage): Uint8Array {
  return getMessageBytes.raw(Protocol.ROOM_DATA, 'event', message);
}

function thinnedBytes(dropped: number): Uint8Array {
  return getMessageBytes.raw(Protocol.ROOM_DATA, 'thinned', { dropped } satisfies ThinnedMessage);
}
