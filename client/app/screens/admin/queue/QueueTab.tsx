import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatDuration, formatNumber, t } from '../../../i18n/i18n.ts';
import { fair } from '../../../store/player.ts';
import { Fact } from '../../../ui/Fact.tsx';
import { ask } from '../act/ActDialog.tsx';
import { TextField } from '../act/Controls.tsx';
import { useForm } from '../act/useForm.ts';
import { counters, feed } from '../feed/liveFeed.ts';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { Refresh } from '../Refresh.tsx';
import { useAsked } from '../useAsked.ts';
import { When } from '../When.tsx';
import { jobsOf, type SeenJob } from './seenJobs.ts';

/** Backtests: how the queue stands, and those that were heard of lately. */
export function QueueTab() {
  const asked = useAsked(() => admin.queue(), 'queue');
  const standing = asked.value.value;
  const live = counters.value?.queue;
  const duration = (ms: number | null) => (ms === null ? t('app.unknown') : formatDuration(ms));
  return (
    <>
      <div class="page-head">
        <h1>{t('admin.tab.queue')}</h1>
        <Refresh again={asked.again} />
      </div>
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      {standing && (
        <section class="panel">
          <dl class="facts facts-narrow" data-testid="queue">
            <Fact label={t('admin.queue.queued')} value={formatNumber(live?.queued ?? standing.queued)} />
            <Fact label={t('admin.queue.running')} value={formatNumber(live?.running ?? standing.running)} />
            <Fact label={t('admin.queue.failed24h')} value={formatNumber(standing.failed24h)} />
            <Fact label={t('admin.queue.oldestWait')} value={duration(standing.oldestWaitMs)} />
            <Fact label={t('admin.queue.averageWait')} value={duration(standing.averageWaitMs)} />
            <Fact label={t('admin.queue.averageRun')} value={duration(standing.averageRunMs)} />
          </dl>
        </section>
      )}
      <JobById again={asked.again} />
      <SeenJobs again={asked.again} />
    </>
  );
}

function JobById({ again }: { again(): void }) {
  const jobId = useSignal('');
  const form = useForm(['jobId']);
  const act = (work: typeof askRetry) => async (event: Event) => {
    event.preventDefault();
    const id = jobId.value.trim();
    const done = await form.submit(
      () => (id === '' ? { jobId: t('admin.problem.id') } : {}),
      async () => {
        // A job that does not exist is said here, before anyone is asked anything.
        await fair.backtests.get(id).catch((error) => {
          if (error.code === 'not_found' || error.code === 'invalid_request') throw error;
        });
      },
    );
    if (done) work(id, again);
  };
  return (
    <form class="panel admin-filters" onSubmit={act(askRetry)} noValidate>
      <TextField name="jobId" label={t('admin.queue.jobId')} value={jobId} problems={form.problems.value} />
      <button type="submit" class="button" disabled={form.busy.value}>
        {t('admin.queue.retry')}
      </button>
      <button type="button" class="button" disabled={form.busy.value} onClick={act(askCancel)}>
        {t('admin.queue.cancel')}
      </button>
    </form>
  );
}

function SeenJobs({ again }: { again(): void }) {
  const jobs = useSignal<readonly SeenJob[]>([]);
  const events = feed.value;
  useEffect(() => {
    jobs.value = jobsOf(events, jobs.value);
  }, [events]);
  return (
    <section class="panel history">
      <h2>{t('admin.queue.seen')}</h2>
      {jobs.value.length === 0 && <p class="empty">{t('admin.queue.none')}</p>}
      {jobs.value.length > 0 && (
        <table class="table cards" data-testid="jobs">
          <thead>
            <tr>
              <th>{t('admin.when')}</th>
              <th>{t('admin.player')}</th>
              <th>{t('admin.queue.jobId')}</th>
              <th>{t('backtest.status')}</th>
              <th>
                <span class="visually-hidden">{t('admin.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.value.map((job) => (
              <Row key={job.jobId} job={job} again={again} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ job, again }: { job: SeenJob; again(): void }) {
  const { jobId, status, atMs, player } = job;
  const over = status === 'failed' || status === 'cancelled';
  return (
    <tr data-job={jobId}>
      <td class="when">
        <When atMs={atMs} />
      </td>
      <td class="what">
        {player ? <a href={`/admin/players/${player.id}`}>{player.nickname}</a> : t('app.unknown')}
      </td>
      <td class="mono" data-label={t('admin.queue.jobId')}>
        {jobId}
      </td>
      <td data-label={t('backtest.status')}>{t(`event.backtest.${status}`)}</td>
      <td class="num">
        {over && (
          <button type="button" class="button small" onClick={() => askRetry(jobId, again)}>
            {t('admin.queue.retry')}
          </button>
        )}
        {(status === 'queued' || status === 'started') && (
          <button type="button" class="button small danger" onClick={() => askCancel(jobId, again)}>
            {t('admin.queue.cancel')}
          </button>
        )}
      </td>
    </tr>
  );
}

function askRetry(jobId: string, again: () => void): void {
  ask({
    title: t('admin.queue.retry'),
    what: t('admin.queue.retryWhat', { job: jobId }),
    confirm: t('admin.queue.retry'),
    reason: false,
    run: () => admin.retryBacktest(jobId),
    done: t('admin.queue.retried'),
    after: again,
  });
}

function askCancel(jobId: string, again: () => void): void {
  ask({
    title: t('admin.queue.cancel'),
    what: t('admin.queue.cancelWhat', { job: jobId }),
    confirm: t('admin.queue.cancel'),
    danger: true,
    reason: false,
    run: () => admin.cancelBacktest(jobId),
    done: t('admin.queue.cancelled'),
    after: again,
  });
}
