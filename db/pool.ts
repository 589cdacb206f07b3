import pg from 'pg';

/**
 * Connections for everything but the ledger's batches. Plans are made afresh for each query: a plan that
 * was kept from the days when a table was small would read it through when it is large.
 */
export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'fairground',
    max: 6,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 2_000,
    query_timeout: 12_000,
    keepAlive: true,
    options: '-c plan_cache_mode=force_custom_plan -c jit=off',
  });
  // An idle connection that breaks (the server restarted) is replaced when it is needed.
  pool.on('error', () => {});
  return pool;
}
