import { useSignal } from '@preact/signals';
import { t } from '../../../i18n/i18n.ts';
import { refusalText } from '../act/problem.ts';
import { monitorStatus } from '../feed/liveFeed.ts';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { allowed } from '../standing.ts';
import { asFairgroundError, useAsked } from '../useAsked.ts';
import { Rejected, Winners } from './Anomalies.tsx';
import { CounterCards } from './CounterCards.tsx';
import { Returns } from './Returns.tsx';

/** Each time is a row of the audit log. */
const ANOMALIES_EVERY_MS = 60_000;

export function OverviewTab() {
  const asked = useAsked(() => admin.anomalies(), 'anomalies', ANOMALIES_EVERY_MS);
  const anomalies = asked.value.value;
  const status = monitorStatus.value;
  return (
    <>
      <div class="page-head">
        <h1>{t('admin.tab.overview')}</h1>
        {allowed('useColyseusTools') && <Tools />}
      </div>
      {status.state === 'offline' && status.error && <p class="field-error">{refusalText(status.error)}</p>}
      <CounterCards />
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      <section class="panel">
        <h2>{t('admin.returns.title')}</h2>
        {anomalies ? (
          <Returns returns={anomalies.returns} again={asked.again} />
        ) : (
          <p class="empty">{t('app.loading')}</p>
        )}
      </section>
      <div class="admin-two">
        <section class="panel">
          <h2>{t('admin.winners.title')}</h2>
          {anomalies && <Winners winners={anomalies.winners} />}
        </section>
        <section class="panel">
          <h2>{t('admin.rejected.title')}</h2>
          {anomalies && <Rejected rejected={anomalies.rejected} />}
        </section>
      </div>
    </>
  );
}

/** Colyseus' own pages want a cookie of their own, which is set when one asks for it. */
function Tools() {
  const problem = useSignal<string | null>(null);
  const open = (path: string) => async () => {
    problem.value = null;
    try {
      await admin.openTools();
      globalThis.open(path, '_blank', 'noopener');
    } catch (caught) {
      problem.value = refusalText(asFairgroundError(caught));
    }
  };
  return (
    <div class="admin-tools">
      {problem.value && <span class="field-error">{problem.value}</span>}
      <button type="button" class="button small" onClick={open('/colyseus/monitor')}>
        {t('admin.tools.monitor')}
      </button>
      <button type="button" class="button small" onClick={open('/colyseus/playground')}>
        {t('admin.tools.playground')}
      </button>
    </div>
  );
}
