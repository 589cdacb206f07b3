import type { OpenOfKind } from './events/openRooms.ts';
import { type ClusterMetrics, clusterMetrics } from './metrics/cluster.ts';
import { type ErrorMetrics, errorMetrics } from './metrics/errors.ts';
import { type HttpMetrics, httpMetrics } from './metrics/http.ts';
import { type JobMetrics, jobMetrics, type QueueStanding } from './metrics/jobs.ts';
import { type Build, processMetrics } from './metrics/process.ts';
import { type RateMetrics, rateMetrics } from './metrics/rates.ts';
import { createRegistry } from './metrics/registry.ts';
import { type ReturnMetrics, returnMetrics } from './metrics/returns.ts';
import { type RequestMetrics, roomMetrics } from './metrics/rooms.ts';
import { type StoreMetrics, storeMetrics } from './metrics/stores.ts';
import { transportMetrics } from './metrics/transport.ts';
import type { TransportEvents } from './transport/types.ts';

export interface Metrics
  extends ErrorMetrics,
    HttpMetrics,
    JobMetrics,
    StoreMetrics,
    ClusterMetrics,
    RateMetrics {
  contentType: string;
  /** The Prometheus text. */
  render(): Promise<string>;
  transport: TransportEvents;
  rooms: RequestMetrics;
  returns: ReturnMetrics;
  stop(): void;
}

/** Where gauges are read when somebody asks for the metrics. */
export interface MetricSources {
  eventLoopDelayMs(): number;
  openRooms?(): Iterable<OpenOfKind>;
  /** Null while the database is away. */
  queue?(): Promise<QueueStanding | null>;
  build?(): Build;
}

const UNKNOWN: Build = { version: 'unknown', transport: 'none' };

/** Everything that this process counts: one file a concern under metrics/. docs/OPERATIONS.md has the table. */
export function createMetrics(sources: MetricSources): Metrics {
  const { registry, instruments } = createRegistry();
  const errors = errorMetrics(instruments);
  processMetrics(instruments, sources.eventLoopDelayMs, () => sources.build?.() ?? UNKNOWN);
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    ...errors,
    ...httpMetrics(instruments),
    ...storeMetrics(instruments),
    ...jobMetrics(instruments, async () => (await sources.queue?.()) ?? null),
    ...clusterMetrics(instruments),
    ...rateMetrics(instruments),
    transport: transportMetrics(instruments, errors),
    rooms: roomMetrics(instruments, errors, () => sources.openRooms?.() ?? []),
    returns: returnMetrics(instruments),
    stop: () => registry.clear(),
  };
}
