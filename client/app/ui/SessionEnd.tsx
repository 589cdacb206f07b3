import type { ReadonlySignal } from '@preact/signals';
import type { SessionSummary } from '../../sdk/index.ts';
import { formatDuration, formatNumber, formatPercent, formatSigned, t } from '../i18n/i18n.ts';
import { Fact } from './Fact.tsx';

interface Ending {
  readonly ended: ReadonlySignal<boolean>;
  readonly asking: ReadonlySignal<boolean>;
  readonly summary: ReadonlySignal<SessionSummary | null>;
  end(): Promise<void>;
  restart(): void;
}

/** Ends the session, and shows then what became of it. */
export function SessionEnd({ controller }: { controller: Ending }) {
  if (!controller.ended.value) {
    return (
      <button
        type="button"
        class="link-button session-end"
        disabled={controller.asking.value}
        onClick={() => void controller.end()}
      >
        {t('play.endSession')}
      </button>
    );
  }
  const summary = controller.summary.value;
  return (
    <div class="session-over" data-testid="session-summary">
      <h2>{t('play.sessionOver')}</h2>
      {summary && <SummaryFacts summary={summary} />}
      <button type="button" class="button wide" onClick={() => controller.restart()}>
        {t('play.playOn')}
      </button>
    </div>
  );
}

function SummaryFacts({ summary }: { summary: SessionSummary }) {
  return (
    <dl class="facts">
      <Fact label={t('play.duration')} value={formatDuration(summary.durationMs)} />
      <Fact label={t('play.rounds')} value={formatNumber(summary.rounds)} />
      <Fact label={t('play.totalBet')} value={formatNumber(summary.betCoins)} />
      <Fact label={t('play.totalWon')} value={formatNumber(summary.winCoins)} />
      <Fact label={t('history.net')} value={formatSigned(summary.netCoins)} />
      <Fact label={t('play.return')} value={formatPercent(summary.returnToPlayer * 100)} />
    </dl>
  );
}
