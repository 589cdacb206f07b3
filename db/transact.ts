import type pg from 'pg';
import { fail, type Result } from '../domain/result.ts';
import { isUnavailable, StoreUnavailableError } from './storeUnavailable.ts';

/** Runs `work` in one transaction; whatever it throws rolls back. */
export async function transact<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (failed) {
      broken = failed as Error;
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

/** For ports that answer a `Result`: a database that is away is `store_unavailable`, all else a bug. */
export async function orUnavailable<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error)) return fail('store_unavailable');
    throw error;
  }
}

/** For ports that answer a plain value. @throws StoreUnavailableError when the database is away */
export async function orThrow<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error))
      throw new StoreUnavailableError('the database does not answer', { cause: error });
    throw error;
  }
}
