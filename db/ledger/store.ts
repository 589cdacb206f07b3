import type pg from 'pg';
import type { LedgerStore } from '../../domain/ledger/port.ts';
import { type BatchStats, type GroupCommit, openGroupCommit } from './groupCommit.ts';
import { openLookups } from './lookup.ts';

export interface PostgresLedger extends LedgerStore, Pick<GroupCommit, 'stats' | 'close'> {}

/** The ledger on PostgreSQL: postings over a connection of its own, lookups over the pool. */
export function openLedger(
  url: string,
  pool: pg.Pool,
  onBatch?: (stats: BatchStats) => void,
): PostgresLedger {
  const commits = openGroupCommit(url, onBatch);
  const lookups = openLookups(pool);
  return { ...commits, ...lookups };
}
