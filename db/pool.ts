import pg from 'pg';

const MAX_CONNECTIONS = {
  fairground: 6,
  'fairground tables': 3,
  'fairground records': 1,
  'fairground datasets': 1,
  'fairground jobs': 5,
  'fairground worker': 1,
  'fairground admin': 2,
} as const;

/**
 * Connections for everything but the ledger's batches. Plans are made afresh for each query: a plan that
 * was kept from the days when a table was small would read it through when it is large.
 * @param name what the connections are called in `pg_stat_activity`
 */
export function openPool(url: string, name: keyof typeof MAX_CONNECTIONS = 'fairground'): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: MAX_CONNECTIONS[name],
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
  // One that breaks while it is checked out: pg-pool takes its own listener off for that time, and an
  // 'error' event that nobody listens to would stop the process. The query under way rejects by itself.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
