import { type Job, type JobNews, type JobStore, newsOf } from '../../domain/backtest/port.ts';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import type { JobRuns } from '../../domain/backtest/runs.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Clock, Log } from '../../rooms/ports.ts';
import type { JobEvents } from './jobEvents.ts';
import { createJobFeed } from './jobFeed.ts';
import { JobThread } from './jobThread.ts';
import { CANCELLED, RunningJob } from './runningJob.ts';
import { SharedBars } from './sharedBars.ts';

/** Other processes' submissions are found by looking; one's own wake the workers at once. */
const LOOK_EVERY_MS = 500;
const SAVE_EVERY_MS = 250;
const LOOK_FOR_STOPS_EVERY_MS = 100;
const RECOVER_EVERY_MS = 2_000;
/** Stages after the last bar. */
const COMPUTED: ReadonlySet<Job['stage']> = new Set(['metrics', 'stored']);
const SETTLE_AGAIN_AFTER_MS = 500;

export interface JobsOptions {
  url: string;
  stores: { jobs: JobStore & JobQueue; runs: JobRuns };
  /** How many run at once. */
  concurrency: number;
  timeLimitMs: number;
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
  events: JobEvents;
  /** A job was ended here. */
  onEnded(job: Job): void;
}

export interface Jobs {
  /** The store, with this process' workers listening to what it is asked. */
  store: JobStore & JobQueue;
  watch(jobId: string, listener: (news: JobNews) => void): () => void;
  /** Takes jobs from now on, beginning with those that a dead process left. */
  start(): void;
  /** Gives back what runs, and ends the threads. */
  stop(): Promise<void>;
}

/** Runs backtests in worker threads of this process, and tells how they go. */
export function createJobs(options: JobsOptions): Jobs {
  const { stores, timeLimitMs, clock, log } = options;
  const { runs } = stores;
  const bars = new SharedBars();
  const threads: JobThread[] = [];
  const idle: JobThread[] = [];
  const running = new Map<string, RunningJob>();
  const underway = new Set<Promise<void>>();
  let stopping = false;
  let taking: Promise<void> | null = null;
  let again = false;
  /** The last answer was lost with its connection: a job may be ours that we do not know of. */
  let isUnsure = false;

  const feed = createJobFeed(stores.jobs, (jobId) => running.has(jobId), log);

  function tell(job: Job): void {
    feed.publish(newsOf(job));
  }

  /** Takes as many jobs as there are idle threads; asked meanwhile, it looks again. */
  function take(): Promise<void> {
    again = true;
    taking ??= takeAll()
      .catch((error: unknown) =>
        log.error({ err: error, code: 'internal' }, 'backtests could not be taken from the queue'),
      )
      .finally(() => {
        taking = null;
        if (again && !stopping) void take();
      });
    return taking;
  }

  async function takeAll(): Promise<void> {
    while (again && !stopping) {
      again = false;
      if (isUnsure && !(await runs.giveBackLost([...running.keys()])).ok) break;
      while (idle.length > 0 && !stopping) {
        isUnsure = true;
        const taken = await runs.take();
        if (!taken.ok) break;
        isUnsure = false;
        if (taken.value === null) break;
        if (stopping) await runs.giveBack(taken.value.jobId, taken.value.attempt);
        else begin(taken.value);
      }
    }
  }

  function begin(job: Job): void {
    const thread = idle.pop()!;
    const run = new RunningJob(job, thread);
    running.set(job.jobId, run);
    const done = attempt(run).finally(() => {
      running.delete(job.jobId);
      idle.push(thread);
      underway.delete(done);
      void take();
    });
    underway.add(done);
  }

  async function attempt(run: RunningJob): Promise<void> {
    const { job } = run;
    tell(job);
    options.events.started(job);
    // The cap is on computing: what is computed is stored, however long the database takes.
    const limit = setTimeout(() => {
      if (!COMPUTED.has(run.progress.stage)) run.stop('time_limit');
    }, timeLimitMs);
    const end = await run.run(clock.nowMs() - Date.now(), () => tell({ ...job, ...run.progress }));
    clearTimeout(limit);
    if (end.end === 'died' || (end.end === 'failed' && !end.final)) {
      const { jobId, attempt } = job;
      log.error(
        { jobId, attempt, problem: end.message, code: 'internal' },
        'an attempt of a backtest failed',
      );
    }
    const settled = await untilSettled(run, end);
    if (settled) tellEnd(settled);
  }

  function tellEnd(job: Job): void {
    tell(job);
    if (job.endedAtMs === null) return;
    options.events.ended(job);
    options.onEnded(job);
  }

  /**
   * Ends it in the database at once, however long its thread takes to notice. Null when it had been decided
   * otherwise, or the database is away: then the run's own end settles it.
   */
  async function cancelRun(run: RunningJob): Promise<Job | null> {
    if (!run.stop('cancelled')) return null;
    const cancelled = await runs.end(run.job.jobId, run.job.attempt, CANCELLED);
    if (!cancelled.ok || cancelled.value === null) return null;
    tellEnd(cancelled.value);
    return cancelled.value;
  }

  /** While the database is away it is tried again: nobody else would do it as long as this process lives. */
  async function untilSettled(
    run: RunningJob,
    end: Parameters<RunningJob['settle']>[1],
  ): Promise<Job | null> {
    for (;;) {
      try {
        const settled = await run.settle(runs, end);
        if (settled.ok) return settled.value;
        if (stopping) return null;
      } catch (error) {
        const { jobId } = run.job;
        log.error({ err: error, jobId, code: 'internal' }, 'the end of a backtest could not be stored');
        if (stopping) return null;
      }
      await new Promise((resolve) => setTimeout(resolve, SETTLE_AGAIN_AFTER_MS));
    }
  }

  /** A step that is repeated for as long as the process runs; one at a time. */
  function every(ms: number, what: string, step: () => Promise<void>): NodeJS.Timeout {
    let busy = false;
    return setInterval(async () => {
      if (busy) return;
      busy = true;
      try {
        await step();
      } catch (error) {
        log.error({ err: error, code: 'internal' }, what);
      } finally {
        busy = false;
      }
    }, ms);
  }

  async function recover(): Promise<void> {
    const recovered = await runs.recoverAbandoned();
    if (!recovered.ok || recovered.value.length === 0) return;
    log.info({ jobs: recovered.value.length }, 'backtests of a process that is gone wait again');
    for (const job of recovered.value) tellEnd(job);
    void take();
  }

  async function save(): Promise<void> {
    const updates = [...running.values()].filter(({ dirty }) => dirty).map((run) => run.update());
    if (updates.length > 0) await runs.save(updates);
  }

  async function stopAsked(): Promise<void> {
    if (running.size === 0) return;
    const asked = await runs.toStop([...running.keys()]);
    if (!asked.ok) return;
    for (const jobId of asked.value) {
      const run = running.get(jobId);
      if (run) await cancelRun(run);
    }
  }

  let timers: NodeJS.Timeout[] = [];

  async function cancel(ask: () => Promise<Result<Job>>): Promise<Result<Job>> {
    const askedAtMs = clock.nowMs();
    const cancelled = await ask();
    if (!cancelled.ok) return cancelled;
    const run = cancelled.value.status === 'running' ? running.get(cancelled.value.jobId) : undefined;
    if (run) return ok((await cancelRun(run)) ?? cancelled.value);
    if (cancelled.value.status === 'cancelled') tell(cancelled.value);
    // One that had ended before is answered as it is.
    if ((cancelled.value.endedAtMs ?? 0) >= askedAtMs) options.events.ended(cancelled.value);
    return cancelled;
  }

  return {
    store: {
      ...stores.jobs,
      async submit(order) {
        const submitted = await stores.jobs.submit(order);
        if (submitted.ok) void take();
        if (submitted.ok && !submitted.value.repeated) options.events.queued(submitted.value.job);
        return submitted;
      },
      cancel: async (jobId, playerId) => cancel(() => stores.jobs.cancel(jobId, playerId)),
      cancelAny: async (jobId) => cancel(() => stores.jobs.cancelAny(jobId)),
      async retry(jobId) {
        const retried = await stores.jobs.retry(jobId);
        if (retried.ok) {
          tell(retried.value);
          options.events.queued(retried.value);
          void take();
        }
        return retried;
      },
    },
    watch: feed.watch,
    start() {
      for (let count = 0; count < options.concurrency; count++)
        threads.push(new JobThread({ url: options.url }, bars));
      idle.push(...threads);
      timers = [
        every(LOOK_EVERY_MS, 'backtests could not be looked for', take),
        every(SAVE_EVERY_MS, 'progress of backtests could not be stored', save),
        every(LOOK_FOR_STOPS_EVERY_MS, 'cancelled backtests could not be looked for', stopAsked),
        every(RECOVER_EVERY_MS, 'abandoned backtests could not be looked for', recover),
      ];
      void recover()
        .catch((error: unknown) =>
          log.error({ err: error, code: 'internal' }, 'backtests were not recovered'),
        )
        .then(take);
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      feed.stop();
      for (const run of running.values()) run.stop('stopping');
      await taking;
      await Promise.all(underway);
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
