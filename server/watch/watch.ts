import type { GameEvent } from '../../domain/events/event.ts';
import { ERRORS, isErrorCode } from '../../domain/protocol/errors.ts';
import type { AnomalyStore, WatchStore } from '../../domain/watch/port.ts';
import type { Log, RoomMetrics, RoomPorts } from '../../rooms/ports.ts';
import type { HttpDeps } from '../http/deps.ts';
import type { ReturnMetrics } from '../metrics/returns.ts';
import type { RequestMetrics } from '../metrics/rooms.ts';
import { countRejections, type Rejections } from './rejections.ts';
import { watchReturns } from './returnWatch.ts';
import { followWinners } from './winners.ts';

const FLUSH_EVERY_MS = 3_000;
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;
const FORGET_EVERY = 1_200;

type Client = Parameters<Rejections['refused']>[0];

export interface Watch {
  /** What rooms tell of their answers: counted, and the refusals looked at. */
  rooms: RoomMetrics;
  /** What HTTP shows of it, and tells it. */
  http: Pick<HttpDeps, 'returnWatch' | 'anomalies' | 'winAlarmCoins' | 'refused'>;
  /** Every event of this process, as it happens. */
  observe(event: GameEvent): void;
  /** Tells the database what was seen; what it does not take goes with the next. */
  flush(): Promise<void>;
  /** The last flush. */
  stop(): Promise<void>;
}

export interface WatchOptions {
  store: WatchStore;
  anomalies: AnomalyStore;
  memberId: string;
  odds: RoomPorts['odds'];
  tables: readonly { table: string; edgePercent: number }[];
  winAlarmCoins: number;
  nowMs(): number;
  log: Log;
  isOutage(error: unknown): boolean;
  metrics: { returns: ReturnMetrics; rooms: RequestMetrics };
}

/** Watches what the games return, who wins much and who is refused much, from now on. */
export function startWatch(options: WatchOptions): Watch {
  const { anomalies, memberId, winAlarmCoins, nowMs, log, isOutage, metrics } = options;
  const returns = watchReturns({ ...options, metrics: metrics.returns });
  const winners = followWinners(winAlarmCoins);
  const rejections = countRejections();
  let seen = [...winners.take(), ...rejections.take()];
  const alarmed = new Set<string>();
  let flushes = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underway: Promise<void> = Promise.resolve();

  /** Counts each once, as far as this process knows. */
  function count(): void {
    if (alarmed.size > 10_000) alarmed.clear();
    for (const { kind, subject, scope, amount } of seen) {
      const key = `${kind} ${subject} ${scope}`;
      if (alarmed.has(key) || (kind === 'winner' && amount < winAlarmCoins)) continue;
      alarmed.add(key);
      metrics.returns.anomaly(kind);
      log.warn({ anomaly: kind, subject, scope, amount }, 'a player or client stands out');
    }
  }

  async function flush(): Promise<void> {
    await returns.flush();
    // Bounded, should the database be away: by the players and clients that are followed.
    const latest = new Map(
      seen.map((anomaly) => [`${anomaly.kind} ${anomaly.subject} ${anomaly.scope}`, anomaly]),
    );
    for (const anomaly of [...winners.take(), ...rejections.take()]) {
      latest.set(`${anomaly.kind} ${anomaly.subject} ${anomaly.scope}`, anomaly);
    }
    seen = [...latest.values()];
    await anomalies.keep(memberId, seen);
    count();
    seen = [];
    if (flushes++ % FORGET_EVERY === 0) await anomalies.forget(nowMs() - FORGOTTEN_AFTER_MS);
  }

  function flushSafely(): Promise<void> {
    underway = underway.then(flush).catch((error: unknown) => {
      if (!isOutage(error)) log.error({ err: error, code: 'internal' }, 'the watch met a bug');
    });
    return underway;
  }

  function next(): void {
    timer = setTimeout(() => {
      void flushSafely().then(() => {
        if (!stopped) next();
      });
    }, FLUSH_EVERY_MS);
    timer.unref();
  }
  next();

  const refused = (client: Client, code: string) => rejections.refused(client, code, nowMs());

  return {
    observe(event) {
      returns.observe(event);
      winners.observe(event);
    },
    http: { returnWatch: options.store, anomalies, winAlarmCoins, refused },
    rooms: {
      request(room, type, code, durationMs, { player, address }) {
        metrics.rooms.request(room, type, code, durationMs);
        if (code === 'ok' || isOurFault(code)) return;
        refused(player === null ? { address } : { playerId: player.id }, code);
      },
    },
    flush: flushSafely,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await flushSafely();
    },
  };
}

function isOurFault(code: string): boolean {
  return isErrorCode(code) && ERRORS[code].status >= 500;
}
