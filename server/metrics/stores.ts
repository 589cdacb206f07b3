import { type Instruments, LATENCY_SECONDS } from './registry.ts';

const BATCH_ITEMS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];

export interface StoreMetrics {
  ledger: { onBatch(batch: { items: number; durationMs: number }): void };
  /** A store stopped answering. */
  storeOutage(store: 'postgresql' | 'redis'): void;
  leaseChange(change: 'acquired' | 'lost' | 'released'): void;
}

export function storeMetrics({ counter, histogram }: Instruments): StoreMetrics {
  const items = histogram('ledger_batch_items', 'Operations in one ledger commit', BATCH_ITEMS);
  const seconds = histogram('ledger_commit_duration_seconds', 'Time of a ledger commit', LATENCY_SECONDS);
  const outages = counter('store_outages_total', 'Times a store stopped answering', ['store']);
  const leases = counter('lease_changes_total', 'Leases of tables acquired, lost and released', ['change']);
  for (const store of ['postgresql', 'redis'] as const) outages.inc({ store }, 0);
  for (const change of ['acquired', 'lost', 'released']) leases.inc({ change }, 0);
  return {
    ledger: {
      onBatch(batch) {
        items.observe(batch.items);
        seconds.observe(batch.durationMs / 1_000);
      },
    },
    storeOutage: (store) => outages.inc({ store }),
    leaseChange: (change) => leases.inc({ change }),
  };
}
