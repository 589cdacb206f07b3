import type pg from 'pg';
import { PgBoss } from 'pg-boss';

const QUEUE = 'backtest';
/** Priorities are counted in seconds back from here, so that they fit pg-boss' 32 bits. */
const PRIORITIES_FROM_MS = Date.UTC(2026, 0, 1);
const TEN_YEARS_S = 315_360_000;

/** What pg-boss delivers: that this job may be started. */
interface Message {
  jobId: string;
}

/**
 * The queue: pg-boss, in a schema of its own. A message is put in and taken out in the caller's transaction, together
 * with the change of the job's row that it stands for. So no message is ever "active": what its process was doing
 * when it died stands in our row.
 */
export interface JobMessages {
  /** @param order `queueOrder`: lower is sooner */
  put(client: pg.ClientBase, jobId: string, order: number, afterMs: number): Promise<void>;
  /** The next job that may be started; its message is gone once the transaction commits. */
  take(client: pg.ClientBase): Promise<string | null>;
  close(): Promise<void>;
}

/** @param onError of pg-boss' own maintenance: it goes on by itself */
export async function openJobMessages(url: string, onError: (error: Error) => void): Promise<JobMessages> {
  const boss = new PgBoss({
    ...{
      connectionString: url,
      application_name: 'fairground queue',
      max: 2,
      connectionTimeoutMillis: 2_000,
    },
    ...{ schedule: false, reindex: false },
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, { retryLimit: 0, retentionSeconds: TEN_YEARS_S });

  const within = (client: pg.ClientBase) => ({
    db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) },
  });

  return {
    async put(client, jobId, order, afterMs) {
      await boss.send(QUEUE, { jobId } satisfies Message, {
        ...within(client),
        priority: Math.floor((PRIORITIES_FROM_MS - order) / 1000),
        startAfter: Math.ceil(afterMs / 1000),
      });
    },

    async take(client) {
      const [message] = await boss.fetch<Message>(QUEUE, within(client));
      if (message === undefined) return null;
      await boss.deleteJob(QUEUE, message.id, within(client));
      return message.data.jobId;
    },

    close: () => boss.stop({ graceful: false }),
  };
}
