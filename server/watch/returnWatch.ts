import type { GameEvent } from '../../domain/events/event.ts';
import type { WatchStore } from '../../domain/watch/port.ts';
import type { WatchDelta } from '../../domain/watch/tally.ts';
import { isAlarm, logEvidence, verdictOf, type WatchStanding } from '../../domain/watch/verdict.ts';
import { ReturnWatcher } from '../../domain/watch/watcher.ts';
import type { Log, RoomPorts } from '../../rooms/ports.ts';
import type { ReturnMetrics } from '../metrics/returns.ts';

export interface ReturnWatchOptions {
  store: Pick<WatchStore, 'add' | 'alarm'>;
  odds: RoomPorts['odds'];
  tables: readonly { table: string; edgePercent: number }[];
  nowMs(): number;
  log: Log;
  metrics: ReturnMetrics;
}

export interface ReturnWatching {
  observe(event: GameEvent): void;
  /** Adds what was observed to the tests of the cluster; what can't be stored now goes with the next. */
  flush(): Promise<void>;
}

/** This member's share of the tests of what the games return (domain/watch). */
export function watchReturns({
  store,
  odds,
  tables,
  nowMs,
  log,
  metrics,
}: ReturnWatchOptions): ReturnWatching {
  const watcher = new ReturnWatcher({
    tables,
    machines: [...odds.machines.values()].map((loaded) => loaded.odds),
    banners: [...odds.banners.values()].map((loaded) => loaded.odds),
    rps: odds.rps.odds,
  });

  async function alarmIfDue(standing: WatchStanding): Promise<void> {
    const { game, variant, measure } = standing.plan;
    if (standing.alarmedAtMs !== null || !isAlarm(standing.logs)) return;
    if (!(await store.alarm(standing, nowMs()))) return;
    metrics.alarmed(game, variant);
    const { observed, expected, games, pValue } = verdictOf(standing);
    log.error(
      { code: 'return_alarm', game, variant, measure, observed, expected, games, pValue },
      'a game does not return what is published',
    );
  }

  async function flush(): Promise<void> {
    const deltas: WatchDelta[] = watcher.take();
    if (deltas.length === 0) return;
    let standings: WatchStanding[];
    try {
      standings = await store.add(deltas, nowMs());
    } catch (error) {
      watcher.putBack(deltas);
      throw error;
    }
    for (const standing of standings) {
      metrics.standing(verdictOf(standing), logEvidence(standing.logs));
      await alarmIfDue(standing);
    }
  }

  return { observe: (event) => watcher.observe(event), flush };
}
