import type pg from 'pg';
import type { Tenure } from '../../domain/crash/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';

class Fenced extends Error {}

/**
 * One transaction of a table's owner: takes the lease's row first, as everything that touches a table's
 * money does, and fails with `fenced` when the lease is someone else's by now.
 * @param lock `update` when the lease's game or phase changes: it waits for the batches that hold the row
 *   for share, and none can take it until this commits
 */
export function asOwner<T>(
  pool: pg.Pool,
  tenure: Tenure,
  lock: 'share' | 'update',
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<Result<T>> {
  return orUnavailable(async () => {
    try {
      const value = await transact(pool, async (client) => {
        const { rowCount } = await client.query(
          `select 1 from table_lease where name = $1 and owner = $2 and fence = $3 for ${lock}`,
          [tenure.lease, tenure.owner, tenure.fence],
        );
        if (rowCount !== 1) throw new Fenced();
        return work(client);
      });
      return ok(value);
    } catch (error) {
      if (error instanceof Fenced) return fail('fenced');
      throw error;
    }
  });
}

/** What the table's bets and payouts must claim from now on. */
export async function setPhase(
  client: pg.PoolClient,
  tenure: Tenure,
  game: number,
  phase: 'betting' | 'flying' | 'settled',
): Promise<void> {
  await client.query('update table_lease set game = $2, phase = $3 where name = $1', [
    tenure.lease,
    game,
    phase,
  ]);
}
