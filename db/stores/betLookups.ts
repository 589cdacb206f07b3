import type pg from 'pg';
import type { StoredBet } from '../../domain/crash/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import { ANSWER_WITHIN_MS, unavailable } from '../ledger/pending.ts';
import { orUnavailable } from '../transact.ts';
import { type BetRow, SELECT_BETS, toBet } from './crashRows.ts';

type Found = Result<Map<string, StoredBet>>;

/** Looks bets up by id: those asked for while a query runs share the next one. */
export function betLookups(pool: pg.Pool): (betId: string) => Promise<Result<StoredBet | null>> {
  let running: Promise<unknown> = Promise.resolve();
  let next: { betIds: Set<string>; found: Promise<Found> } | null = null;

  function read(betIds: Set<string>): Promise<Found> {
    return orUnavailable(async () => {
      const { rows } = await pool.query<BetRow>({
        name: 'crash_bets_by_id',
        text: `${SELECT_BETS} where b.bet_id = any ($1::uuid[])`,
        values: [[...betIds]],
      });
      return ok(new Map(rows.map((row) => [row.bet_id, toBet(row)])));
    });
  }

  function schedule(): NonNullable<typeof next> {
    const betIds = new Set<string>();
    const found = running.then(() => {
      next = null;
      return inTime(read(betIds));
    });
    // A query that failed is told to those who asked for it, and not to the next.
    running = found.catch(() => {});
    return { betIds, found };
  }

  return async (betId) => {
    next ??= schedule();
    next.betIds.add(betId);
    const found = await next.found;
    return found.ok ? ok(found.value.get(betId.toLowerCase()) ?? null) : found;
  };
}

/** A database that hangs is told as soon as one that is away. */
async function inTime(read: Promise<Found>): Promise<Found> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(() => resolve(unavailable()), ANSWER_WITHIN_MS);
  });
  const found = await Promise.race([read, late]);
  clearTimeout(timer);
  return found;
}
