import { computed, signal } from '@preact/signals';
import {
  type BacktestJob,
  type BacktestResultView,
  type BacktestRun,
  type BacktestStateView,
  FairgroundError,
} from '../../../../sdk/index.ts';
import { fair, tableStatus } from '../../../store/player.ts';

/** One look at a backtest: live while it runs, then its result. Ends with `leave()`. */
export class RunController {
  readonly jobId: string;
  readonly job = signal<BacktestJob | null>(null);
  readonly result = signal<BacktestResultView | null>(null);
  readonly problem = signal<FairgroundError | null>(null);
  readonly cancelling = signal(false);
  readonly #live = signal<BacktestStateView | null>(null);
  /** The room is ahead of the job as it was read; once the job has ended it has the last word. */
  readonly progress = computed(() => {
    const job = this.job.value;
    const live = this.#live.value;
    return job && isOver(job) ? job : (live ?? job);
  });
  #run: BacktestRun | null = null;
  #ends: (() => void)[] = [];
  #left = false;

  constructor(jobId: string) {
    this.jobId = jobId;
    void this.refresh();
  }

  /** Reads the job again; watches it if it has not ended, gets its result if it has completed. */
  async refresh(): Promise<void> {
    try {
      const job = await fair.backtests.get(this.jobId);
      if (this.#left) return;
      this.job.value = job;
      this.problem.value = null;
      if (!isOver(job)) this.#watch();
      else if (job.status === 'completed') this.result.value = await fair.backtests.result(this.jobId);
    } catch (error) {
      this.#failed(error);
    }
  }

  async cancel(): Promise<void> {
    if (this.cancelling.value) return;
    this.cancelling.value = true;
    try {
      await fair.backtests.cancel(this.jobId);
      await this.refresh();
      void fair.me().catch(() => {});
    } catch (error) {
      this.#failed(error);
    } finally {
      this.cancelling.value = false;
    }
  }

  leave(): void {
    this.#left = true;
    this.#stopWatching();
  }

  #watch(): void {
    if (this.#run) return;
    const run = fair.backtest(this.jobId);
    this.#run = run;
    const follow = () => {
      this.#live.value = run.state.value;
      tableStatus.value = run.status.value;
      const { value: status } = run.status;
      if (status.state === 'offline' && status.error) this.#failed(status.error);
    };
    follow();
    this.#ends = [
      run.state.subscribe(follow),
      run.status.subscribe(follow),
      run.done.subscribe(() => {
        this.#stopWatching();
        void this.refresh();
      }),
    ];
  }

  #stopWatching(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    if (!this.#run) return;
    tableStatus.value = null;
    void this.#run.leave();
    this.#run = null;
  }

  #failed(error: unknown): void {
    if (this.#left) return;
    this.problem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
  }
}

export function isOver({ status }: { status: BacktestJob['status'] }): boolean {
  return status !== 'queued' && status !== 'running';
}
