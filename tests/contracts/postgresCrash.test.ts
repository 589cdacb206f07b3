import { randomUUID } from 'node:crypto';
import { holdOwnerLock } from '../../db/ownerLock.ts';
import { openTestDatabase } from '../support/database.ts';
import { crashStoreContract } from './crashStore.contract.ts';
import type { CrashWorld } from './crashWorld.ts';
import { leaseStoreContract } from './leaseStore.contract.ts';

async function open(): Promise<CrashWorld> {
  const db = await openTestDatabase();
  return {
    ...db,
    async expire(table) {
      const sql = `update table_lease set expires_at = now() - interval '1 s' where crash_table = $1`;
      await db.pool.query(sql, [table]);
    },
    async process() {
      const owner = randomUUID();
      const lock = await holdOwnerLock(db.url, owner);
      return { owner, die: () => lock.close() };
    },
    async lease(table) {
      const sql = 'select fence, heartbeat_at_ms from table_lease where crash_table = $1';
      const { fence, heartbeat_at_ms } = (await db.pool.query(sql, [table])).rows[0];
      const heartbeatAtMs = heartbeat_at_ms === null ? null : Number(heartbeat_at_ms);
      return { fence: Number(fence), heartbeatAtMs };
    },
  };
}

crashStoreContract('rounds on PostgreSQL', open);
leaseStoreContract('leases on PostgreSQL', open);
