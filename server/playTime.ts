import type { PlayedSpan } from '../domain/limits/playedTime.ts';
import type { LimitStore } from '../domain/limits/port.ts';
import type { PlayTime } from '../rooms/ports.ts';
import type { Logger } from './logger.ts';

/** A limit of time is noticed so late at most. */
const STORE_EVERY_MS = 15_000;

interface Playing {
  /** Rooms that are open. */
  rooms: number;
  /** Without a room: until then. */
  untilMs: number;
  /** From here on nothing is told yet. */
  fromMs: number;
}

interface PlayTimeDeps {
  store: Pick<LimitStore, 'countPlayed'>;
  clock: { nowMs(): number };
  log: Pick<Logger, 'warn'>;
  /** Tests store by themselves. */
  storeEveryMs?: number;
}

/** Counts how long players play in this process, once however many rooms it is, and stores it every few seconds. */
export function keepPlayTime({ store, clock, log, storeEveryMs }: PlayTimeDeps): PlayTime & {
  storeNow(): Promise<void>;
  stop(): Promise<void>;
} {
  const playing = new Map<number, Playing>();
  /** What is not stored yet, by account; stretches that touch are one. */
  const spans = new Map<number, PlayedSpan[]>();
  let storing = Promise.resolve();

  function of(accountId: number, nowMs: number): Playing {
    const known = playing.get(accountId);
    if (known !== undefined) {
      cut(accountId, known, nowMs);
      return known;
    }
    const fresh = { rooms: 0, untilMs: nowMs, fromMs: nowMs };
    playing.set(accountId, fresh);
    return fresh;
  }

  /** Up to now it is told; what comes begins anew. */
  function cut(accountId: number, player: Playing, nowMs: number): void {
    tell(accountId, player.fromMs, player.rooms > 0 ? nowMs : Math.min(nowMs, player.untilMs));
    player.fromMs = nowMs;
  }

  function tell(accountId: number, fromMs: number, toMs: number): void {
    if (toMs <= fromMs) return;
    const known = spans.get(accountId) ?? [];
    const last = known.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else spans.set(accountId, [...known, { fromMs, toMs }]);
  }

  async function storeNow(): Promise<void> {
    const nowMs = clock.nowMs();
    for (const [accountId, player] of playing) {
      cut(accountId, player, nowMs);
      if (player.rooms === 0 && player.untilMs <= nowMs) playing.delete(accountId);
    }
    const told = [...spans];
    spans.clear();
    try {
      await store.countPlayed(
        told.flatMap(([accountId, each]) => each.map((span) => ({ accountId, ...span }))),
      );
    } catch (error) {
      log.warn({ err: error, code: 'store_unavailable' }, 'time played was not stored');
      for (const [accountId, each] of told) spans.set(accountId, [...each, ...(spans.get(accountId) ?? [])]);
    }
  }

  const timer = setInterval(() => {
    storing = storing.then(storeNow);
  }, storeEveryMs ?? STORE_EVERY_MS).unref();

  return {
    enters(accountId) {
      const player = of(accountId, clock.nowMs());
      player.rooms += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const nowMs = clock.nowMs();
        const stands = of(accountId, nowMs);
        stands.rooms -= 1;
      };
    },
    plays(accountId, fromMs, forMs) {
      const nowMs = clock.nowMs();
      const player = of(accountId, nowMs);
      tell(accountId, fromMs, Math.min(nowMs, fromMs + forMs));
      player.untilMs = Math.max(player.untilMs, fromMs + forMs);
    },
    storeNow,
    async stop() {
      clearInterval(timer);
      await storing;
      await storeNow();
    },
  };
}
