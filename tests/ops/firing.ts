import type { ReturnWatch } from '../../domain/watch/verdict.ts';
import { createMetrics, type Metrics } from '../../server/metrics.ts';

/** What a process reads when somebody asks for its metrics. */
interface Readings {
  eventLoopDelayMs: number;
  oldestWaitMs: number;
}

const ALARMED: ReturnWatch = {
  ...{ game: 'slots', variant: 'neon3', measure: 'return', games: 9, betCoins: 900, paidCoins: 1_800 },
  ...{ observed: 2, expected: 0.95, lowBand: 1.9, highBand: 2.1, eValue: 1e7, pValue: 1e-7 },
  ...{ sinceMs: 0, alarmedAtMs: 1 },
};

/** What happens in a process that each alert is about; `null`: that it does not answer. */
export const CAUSES: Record<string, ((metrics: Metrics, readings: Readings) => void) | null> = {
  FairgroundDown: null,
  FairgroundBug: ({ error }) => error('matchmaking', 'internal'),
  FairgroundReturnAlarm: ({ returns }) => returns.standing(ALARMED, 14),
  FairgroundStoreOutage: ({ rooms }) => rooms.request('slots', 'spin', 'store_unavailable', 1),
  FairgroundRedisAway: ({ storeOutage }) => storeOutage('redis'),
  FairgroundLeaseLost: ({ leaseChange }) => leaseChange('lost'),
  FairgroundOverloaded(_, readings) {
    readings.eventLoopDelayMs = 300;
  },
  FairgroundSlowCommits: ({ ledger }) => ledger.onBatch({ items: 1, durationMs: 900 }),
  FairgroundSlowRequests: ({ rooms }) => rooms.request('crash', 'bet', 'ok', 2_000),
  FairgroundSlowClients({ transport }) {
    for (let client = 0; client < 30; client += 1) transport.slowClientCut();
  },
  FairgroundQueueWaits(_, readings) {
    readings.oldestWaitMs = 150_000;
  },
  FairgroundRejections: ({ returns }) => returns.anomaly('rejected'),
  FairgroundWinner: ({ returns }) => returns.anomaly('winner'),
};

const SCRAPE_SECONDS = 15;
const CALM_SCRAPES = 20;
/** Longer than any alert waits. */
const TROUBLED_SCRAPES = 60;

/** What is scraped of a process that was just started, and then meets the cause: once, or again at each scrape. */
async function scraped(cause: (typeof CAUSES)[string], again: boolean) {
  if (cause === null) return [{ series: 'up{job="fairground"}', values: values(1, 0, 0) }];
  const readings = { eventLoopDelayMs: 0, oldestWaitMs: 0 };
  const metrics = createMetrics({
    eventLoopDelayMs: () => readings.eventLoopDelayMs,
    queue: async () => ({ queued: 0, running: 0, oldestWaitMs: readings.oldestWaitMs }),
  });
  const before = seriesOf(await metrics.render());
  cause(metrics, readings);
  const text = await metrics.render();
  metrics.stop();
  const gauges = new Set([...text.matchAll(/^# TYPE (\w+) gauge$/gm)].map((match) => match[1]!));
  return [...seriesOf(text)].map(([series, after]) => {
    const was = before.get(series);
    const isGauge = gauges.has(/^\w+/.exec(series)![0]);
    return { series, values: values(was, after, again && !isGauge ? after - (was ?? 0) : 0) };
  });
}

/** As promtool writes series: the value, then how much it grows by, how many times; `_` is none. */
function values(before: number | undefined, after: number, growth: number): string {
  const calm = before === undefined ? `_x${CALM_SCRAPES}` : `${before}+0x${CALM_SCRAPES}`;
  return `${calm} ${after}+${growth}x${TROUBLED_SCRAPES}`;
}

function seriesOf(text: string): Map<string, number> {
  const lines = text.matchAll(/^(fairground_(?!nodejs_|process_).+) (\S+)$/gm);
  return new Map([...lines].map(([, series, value]) => [series!, Number(value)]));
}

/** A test of promtool's: this alert fires by its cause, no other does, and none before. */
export async function firingTest(alert: string, waitsLong: boolean) {
  const at = (scrapes: number) => `${scrapes * SCRAPE_SECONDS}s`;
  const expr = 'count by (alertname) (ALERTS{alertstate="firing"})';
  const fired = [{ labels: `{alertname="${alert}"}`, value: 1 }];
  return {
    interval: at(1),
    input_series: await scraped(CAUSES[alert]!, waitsLong),
    promql_expr_test: [
      { expr, eval_time: at(CALM_SCRAPES - 1), exp_samples: [] },
      // Whatever happened once is told within a minute and a half.
      { expr, eval_time: at(CALM_SCRAPES + (waitsLong ? 40 : 6)), exp_samples: fired },
    ],
  };
}
