import pg from 'pg';

/**
 * Holds the advisory lock that says "the process with this owner UUID lives", on a connection of its own.
 * It is gone the moment the process is: the kernel closes the socket, PostgreSQL ends the session.
 * When the connection breaks it is taken again; in between, others may take our tables over.
 */
export interface OwnerLock {
  close(): Promise<void>;
}

const RETRY_AFTER_MS = 500;

export async function holdOwnerLock(url: string, ownerId: string): Promise<OwnerLock> {
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;

  async function take(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'fairground owner',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    const lost = () => {
      if (client === fresh) client = null;
      if (!closed && client === null && retry === null) again();
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    await fresh.connect();
    await fresh.query('select pg_advisory_lock(hashtextextended($1, 0))', [ownerId]);
    client = fresh;
  }

  function again(): void {
    retry = setTimeout(async () => {
      try {
        await take();
        retry = null;
        if (closed) await client?.end();
      } catch {
        retry = null;
        if (!closed) again();
      }
    }, RETRY_AFTER_MS);
  }

  await take();
  return {
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      await client?.end();
    },
  };
}
