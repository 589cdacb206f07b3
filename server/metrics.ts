import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { TransportEvents } from './transport/types.ts';

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const JOB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const BATCH_ITEMS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];
/** A label that takes more values than this shows the rest as `other`: no client can grow the registry. */
const MAX_LABEL_VALUES = 60;

export interface Metrics {
  contentType: string;
  /** The Prometheus text. */
  render(): Promise<string>;
  /** `route` is the route's pattern, never the path. */
  httpRequest(method: string, route: string, status: number, durationMs: number): void;
  /** An expected failure or a bug, by its code and where it was answered. */
  error(source: 'http' | 'matchmaking' | 'transport' | 'room', code: string): void;
  transport: TransportEvents;
  ledger: { onBatch(batch: { items: number; durationMs: number }): void };
  rooms: { request(room: string, type: string, code: string, durationMs: number): void };
  storeOutage(store: string): void;
  /** Times of a backtest that ended here: until its first start, and from there to its end; null: never started. */
  backtestEnded(status: string, waitMs: number | null, runMs: number | null): void;
  leaseChange(change: 'acquired' | 'lost' | 'released'): void;
  stop(): void;
}

/** Names are `fairground_<noun>_<unit>`, in base units; counters end in `_total`. */
export function createMetrics(sources: { eventLoopDelayMs(): number }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'fairground_' });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `fairground_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: Label[],
  ) => new Histogram({ name: `fairground_${name}`, help, labelNames, buckets, registers });

  const httpRequests = counter('http_requests_total', 'HTTP requests answered', [
    'method',
    'route',
    'status',
  ]);
  const httpSeconds = histogram('http_request_duration_seconds', 'Time to an HTTP answer', LATENCY_SECONDS, [
    'method',
    'route',
  ]);
  const errors = counter('errors_total', 'Refusals and bugs by code', ['source', 'code']);
  const opened = counter('connections_total', 'Websockets accepted', []);
  const open = new Gauge({ name: 'fairground_open_connections', help: 'Websockets open now', registers });
  const cuts = counter('slow_clients_cut_total', 'Websockets cut because their backlog was too long', []);
  const batchItems = histogram('ledger_batch_items', 'Operations in one ledger commit', BATCH_ITEMS, []);
  const commitSeconds = histogram(
    'ledger_commit_duration_seconds',
    'Time of a ledger commit',
    LATENCY_SECONDS,
    [],
  );
  const roomRequests = counter('room_requests_total', 'Requests answered by rooms', ['room', 'type', 'code']);
  const roomSeconds = histogram('room_request_duration_seconds', 'Time to a room answer', LATENCY_SECONDS, [
    'room',
    'type',
  ]);
  const outages = counter('store_outages_total', 'Times a store stopped answering', ['store']);
  const leases = counter('lease_changes_total', 'Leases of tables acquired, lost and released', ['change']);
  const backtests = counter('backtests_total', 'Backtests ended by this process', ['status']);
  const backtestWait = histogram('backtest_wait_seconds', 'Time until a backtest started', JOB_SECONDS, []);
  const backtestRun = histogram('backtest_run_seconds', 'Time from its start to its end', JOB_SECONDS, []);
  new Gauge({
    name: 'fairground_event_loop_delay_seconds',
    help: 'How late the event loop ran on average within the last second',
    registers,
    collect() {
      this.set(sources.eventLoopDelayMs() / 1_000);
    },
  });
  const room = bounded();
  const type = bounded();

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    httpRequest(method, route, status, durationMs) {
      httpRequests.inc({ method, route, status: String(status) });
      httpSeconds.observe({ method, route }, durationMs / 1_000);
    },
    error: (source, code) => errors.inc({ source, code }),
    transport: {
      connectionOpened() {
        opened.inc();
        open.inc();
      },
      connectionClosed: () => open.dec(),
      slowClientCut: () => cuts.inc(),
      refused: (code) => errors.inc({ source: 'transport', code }),
    },
    ledger: {
      onBatch({ items, durationMs }) {
        batchItems.observe(items);
        commitSeconds.observe(durationMs / 1_000);
      },
    },
    rooms: {
      request(roomName, requestType, code, durationMs) {
        const labels = { room: room(roomName), type: type(requestType) };
        roomRequests.inc({ ...labels, code });
        roomSeconds.observe(labels, durationMs / 1_000);
        if (code !== 'ok') errors.inc({ source: 'room', code });
      },
    },
    storeOutage: (store) => outages.inc({ store }),
    backtestEnded(status, waitMs, runMs) {
      backtests.inc({ status });
      if (waitMs !== null) backtestWait.observe(waitMs / 1_000);
      if (runMs !== null) backtestRun.observe(runMs / 1_000);
    },
    leaseChange: (change) => leases.inc({ change }),
    stop: () => registry.clear(),
  };
}

function bounded(): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= MAX_LABEL_VALUES) return 'other';
    seen.add(value);
    return value;
  };
}
