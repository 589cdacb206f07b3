import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A label that takes more values than this shows the rest as `other`: no client can grow the registry. */
export const MAX_LABEL_VALUES = 60;
export const OTHER = 'other';

export const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Makes the metrics of one process. Names are `fairground_<noun>_<unit>`, in base units; counters end in `_total`. */
export interface Instruments {
  counter<Label extends string>(name: string, help: string, labelNames?: Label[]): Counter<Label>;
  /** `collect` is called when the metrics are read; one that fails leaves the gauge as it was. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames?: Label[],
    collect?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label>;
  histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames?: Label[],
  ): Histogram<Label>;
}

export function createRegistry(): { registry: Registry; instruments: Instruments } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'fairground_' });
  // It lists a directory with an entry for each socket whenever somebody looks, and everybody waits: connections are counted here.
  registry.removeSingleMetric('fairground_process_open_fds');
  return {
    registry,
    instruments: {
      counter: (name, help, labelNames = []) =>
        new Counter({ name: `fairground_${name}`, help, labelNames, registers }),
      gauge(name, help, labelNames = [], collect) {
        const gauge = new Gauge({ name: `fairground_${name}`, help, labelNames, registers });
        if (collect !== undefined) {
          // Called with the gauge as `this`: an arrow function would not see it.
          Object.assign(gauge, { collect: () => collect(gauge) });
        }
        return gauge;
      },
      histogram: (name, help, buckets, labelNames = []) =>
        new Histogram({ name: `fairground_${name}`, help, labelNames, buckets, registers }),
    },
  };
}

/** Lets the first values of a label through, and calls all further ones `other`. */
export function bounded(most = MAX_LABEL_VALUES): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= most) return OTHER;
    seen.add(value);
    return value;
  };
}
