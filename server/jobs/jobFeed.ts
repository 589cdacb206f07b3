import type { JobNews, JobStore } from '../../domain/backtest/port.ts';
import type { Log } from '../../rooms/ports.ts';

type Listener = (news: JobNews) => void;

const POLL_EVERY_MS = 250;

export interface JobFeed {
  /** News of a job that runs in this process. */
  publish(news: JobNews): void;
  /** News of this job, wherever it runs, until the function that is answered is called. */
  watch(jobId: string, listener: Listener): () => void;
  stop(): void;
}

/**
 * Who watches which job. What runs in this process tells its news itself; of all others the rows are read 4 times a
 * second, as long as somebody watches, and what changed is told.
 */
export function createJobFeed(
  store: Pick<JobStore, 'progress'>,
  runsHere: (jobId: string) => boolean,
  log: Log,
): JobFeed {
  const watched = new Map<string, { listeners: Set<Listener>; told: string; ended: boolean }>();
  let timer: NodeJS.Timeout | null = null;
  let reading = false;

  function tell(news: JobNews): void {
    const watch = watched.get(news.jobId);
    if (!watch) return;
    const text = JSON.stringify(news);
    if (watch.told === text) return;
    watch.told = text;
    watch.ended = news.status !== 'queued' && news.status !== 'running';
    for (const listener of [...watch.listeners]) listener(news);
  }

  async function read(): Promise<void> {
    const elsewhere = [...watched].filter(([jobId, { ended }]) => !ended && !runsHere(jobId));
    const jobIds = elsewhere.map(([jobId]) => jobId);
    if (reading || jobIds.length === 0) return;
    reading = true;
    try {
      const rows = await store.progress(jobIds);
      if (!rows.ok) return;
      // One that was started here meanwhile is further than its row.
      for (const news of rows.value) if (!runsHere(news.jobId)) tell(news);
    } catch (error) {
      log.error({ err: error, code: 'internal' }, 'progress of backtests could not be read');
    } finally {
      reading = false;
    }
  }

  return {
    publish: tell,
    watch(jobId, listener) {
      const watch = watched.get(jobId) ?? { listeners: new Set<Listener>(), told: '', ended: false };
      watched.set(jobId, watch);
      watch.listeners.add(listener);
      timer ??= setInterval(() => void read(), POLL_EVERY_MS);
      return () => {
        watch.listeners.delete(listener);
        if (watch.listeners.size === 0 && watched.get(jobId) === watch) watched.delete(jobId);
        if (watched.size === 0 && timer) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
      watched.clear();
    },
  };
}
