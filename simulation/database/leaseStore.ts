import { leaseName } from '../../db/stores/leases.ts';
import type { LeaseStore } from '../../domain/crash/port.ts';
import { fail, ok } from '../../domain/result.ts';
import type { LeaseRow, Tables } from './tables.ts';

const LEASE_MS = 3_000;

/** `db/stores/leases.ts` in memory. */
export function memoryLeases(tables: Tables): LeaseStore {
  const { leases, nowMs } = tables;
  return {
    async acquire(table, owner) {
      const row = leases.get(table) ?? { owner: null, fence: 0, expiresAtMs: 0, heartbeatAtMs: null };
      leases.set(table, row);
      const isFree =
        row.owner === null || row.owner === owner || row.expiresAtMs <= nowMs() || tables.isGone(row.owner);
      if (!isFree) return ok(null);
      Object.assign(row, { owner, fence: row.fence + 1, expiresAtMs: nowMs() + LEASE_MS });
      const lease = leaseName(table);
      const before = tables.ledger.leases.get(lease) ?? { table, game: 0, phase: 'settled' };
      tables.ledger.leases.set(lease, { ...before, fence: row.fence });
      tables.watcher.granted(table, owner, row.fence);
      return ok({ lease, table, owner, fence: row.fence });
    },

    async renew(tenure, heartbeatAtMs) {
      const row = tables.held(tenure);
      if (row === null) return fail('fenced');
      row.expiresAtMs = nowMs() + LEASE_MS;
      beat(row, heartbeatAtMs);
      tables.watcher.wrote(tenure.table, tenure.fence);
      return ok({ databaseNowMs: nowMs() });
    },

    async release(tenure, heartbeatAtMs) {
      const row = tables.held(tenure);
      if (row === null) return ok(undefined);
      Object.assign(row, { owner: null, expiresAtMs: 0 });
      beat(row, heartbeatAtMs);
      return ok(undefined);
    },
  };
}

function beat(row: LeaseRow, heartbeatAtMs: number | null): void {
  if (heartbeatAtMs === null) return;
  row.heartbeatAtMs = Math.max(row.heartbeatAtMs ?? heartbeatAtMs, heartbeatAtMs);
}
