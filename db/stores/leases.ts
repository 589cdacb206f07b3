import type pg from 'pg';
import type { LeaseStore, Tenure } from '../../domain/crash/port.ts';
import { fail, ok } from '../../domain/result.ts';
import { orUnavailable } from '../transact.ts';

const LEASE_TTL = '3 seconds';

export function leaseName(table: string): string {
  return `crash/${table}`;
}

/**
 * Free, expired, or its owner is provably gone: each process holds an advisory lock named by its owner
 * UUID for as long as it lives (`db/ownerLock.ts`), so that a killed one is noticed at once, not after the
 * TTL. Judging an owner dead wrongly would do no harm: the fence keeps it from writing.
 *
 * `for no key update` conflicts with the batches' `for share`: the fence rises between two batches.
 */
const ACQUIRE = `
  with held as (
    select name from table_lease
     where name = $1
       and (owner is null or owner = $3 or expires_at <= clock_timestamp()
            or pg_try_advisory_xact_lock(hashtextextended(owner::text, 0)))
       for no key update
  )
  update table_lease l
     set owner = $3, fence = l.fence + 1, expires_at = clock_timestamp() + $4::interval
    from held where l.name = held.name and l.crash_table = $2
  returning l.fence`;

/** A renewal that was held up must not take back what a later one wrote; `greatest` passes over nulls. */
const LATER_HEARTBEAT = 'greatest(heartbeat_at_ms, $4::bigint)';

export function leaseStore(pool: pg.Pool): LeaseStore {
  return {
    acquire: (table, owner) =>
      orUnavailable(async () => {
        const lease = leaseName(table);
        await pool.query(
          `insert into table_lease (name, crash_table, fence, expires_at) values ($1, $2, 0, '-infinity')
           on conflict (name) do nothing`,
          [lease, table],
        );
        const { rows } = await pool.query<{ fence: string }>(ACQUIRE, [lease, table, owner, LEASE_TTL]);
        const fence = rows[0]?.fence;
        return ok(fence === undefined ? null : { lease, table, owner, fence: Number(fence) });
      }),

    // By fence, not by expiry: as long as nobody took the lease over, an outage of the database longer than
    // the TTL costs its owner nothing.
    renew: (tenure, heartbeatAtMs) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ now_ms: string }>(
          `update table_lease
              set expires_at = clock_timestamp() + $5::interval, heartbeat_at_ms = ${LATER_HEARTBEAT}
            where name = $1 and owner = $2 and fence = $3
           returning floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms`,
          [tenure.lease, tenure.owner, tenure.fence, heartbeatAtMs, LEASE_TTL],
        );
        return rows[0] ? ok({ databaseNowMs: Number(rows[0].now_ms) }) : fail('fenced');
      }),

    release: (tenure: Tenure, heartbeatAtMs) =>
      orUnavailable(async () => {
        await pool.query(
          `update table_lease set owner = null, expires_at = '-infinity', heartbeat_at_ms = ${LATER_HEARTBEAT}
            where name = $1 and owner = $2 and fence = $3`,
          [tenure.lease, tenure.owner, tenure.fence, heartbeatAtMs],
        );
        return ok(undefined);
      }),
  };
}
