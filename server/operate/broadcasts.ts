import { isLive, isOver, reaches } from '../../domain/broadcast/audience.ts';
import type { Broadcast, BroadcastTarget } from '../../domain/broadcast/broadcast.ts';
import { type Addressable, type BroadcastOrder, checkOrder } from '../../domain/broadcast/order.ts';
import type { BroadcastStore } from '../../domain/broadcast/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Log, RoomPorts } from '../../rooms/ports.ts';
import { keepFresh } from './keptFresh.ts';

const READ_EVERY_MS = 3_000;
/** As far as a timer can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

interface Options {
  store: BroadcastStore;
  bus: Bus;
  clock: { nowMs(): number };
  addressable: Addressable;
  newUuid(): string;
  log: Log;
}

export type Broadcasts = RoomPorts['broadcasts'] &
  Pick<BroadcastStore, 'list' | 'cancel'> & {
    /**
     * Sends it now, or when it starts. With the same key again it is the same one.
     * Fails with `invalid_request`, `key_conflict` or `store_unavailable`.
     */
    send(
      operatorId: string,
      clientKey: string | null,
      order: BroadcastOrder,
    ): Promise<Result<{ broadcast: Broadcast; repeated: boolean }>>;
    stop(): void;
  };

interface Listening {
  seat: BroadcastTarget;
  listener: (broadcast: Broadcast) => void;
}

/** What is said to many, on this process: knows what is live or to come, and tells each seat once. */
export function createBroadcasts({ store, bus, clock, addressable, newUuid, log }: Options): Broadcasts {
  const listening = new Set<Listening>();
  let pending: readonly Broadcast[] = [];
  /** Those that have become live here. */
  let told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function tellDue(): void {
    const nowMs = clock.nowMs();
    pending = pending.filter((broadcast) => !isOver(broadcast, nowMs));
    const due = pending.filter((broadcast) => isLive(broadcast, nowMs) && !told.has(broadcast.id));
    told = new Set([...pending.map(({ id }) => id).filter((id) => told.has(id)), ...due.map(({ id }) => id)]);
    for (const broadcast of due) {
      for (const { seat, listener } of [...listening]) {
        if (reaches(broadcast.audience, seat)) listener(broadcast);
      }
    }
    clearTimeout(timer);
    const startsAtMs = pending.find(({ id }) => !told.has(id))?.startsAtMs;
    if (startsAtMs === undefined) return;
    // A timer may fire a moment early: then it is just asked again.
    timer = setTimeout(tellDue, Math.min(Math.max(1, startsAtMs - nowMs), LONGEST_WAIT_MS)).unref();
  }

  const fresh = keepFresh({
    ...{ bus, channel: 'broadcasts', everyMs: READ_EVERY_MS, log },
    read: () => store.pending(clock.nowMs()),
    apply(found) {
      pending = found;
      tellDue();
    },
  });

  return {
    live(seat) {
      const nowMs = clock.nowMs();
      return pending.filter((broadcast) => isLive(broadcast, nowMs) && reaches(broadcast.audience, seat));
    },

    subscribe(seat, listener) {
      const entry = { seat, listener };
      listening.add(entry);
      return () => listening.delete(entry);
    },

    async send(operatorId, clientKey, asked) {
      const nowMs = clock.nowMs();
      const fingerprint = bodyFingerprint(asked as unknown as JsonValue);
      // The key makes the id, so that a repeat finds the first one, whichever process it reaches, and whether or not
      // it could still be sent.
      const id = clientKey === null ? newUuid() : operationKey('player', operatorId, 'broadcast', clientKey);
      const kept = await store.kept(id);
      if (!kept.ok) return kept;
      if (kept.value !== null && kept.value.fingerprint !== fingerprint) return fail('key_conflict');
      if (kept.value !== null) return ok({ broadcast: kept.value.broadcast, repeated: true });
      const checked = checkOrder(asked, addressable, nowMs);
      if (!checked.ok) return checked;
      const { text, level, audience, startsAtMs, expiresAtMs } = checked.value;
      const said = { id, text, level, audience, startsAtMs, expiresAtMs };
      const added = await store.add(
        { ...said, createdBy: operatorId, createdAtMs: nowMs, cancelledAtMs: null },
        fingerprint,
      );
      if (added.ok && !added.value.repeated) await fresh.changed();
      return added;
    },

    async cancel(id, nowMs) {
      const cancelled = await store.cancel(id, nowMs);
      if (cancelled.ok && cancelled.value !== null) await fresh.changed();
      return cancelled;
    },

    list: store.list,

    stop() {
      clearTimeout(timer);
      fresh.stop();
    },
  };
}
