import { formatInstant, formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import { gameTitle, tallyText } from '../history/gameNames.ts';
import type { PlayedReport } from './playedReport.ts';
import { playedStepValues } from './playedStepValues.ts';
import { StepPanel } from './StepPanel.tsx';
import { VerdictBadge } from './Verdict.tsx';

const PAIR_ORDER = ['form', 'odds', 'seeds', 'outcome', 'payout'] as const;
const MATCH_ORDER = ['form', 'odds', 'commits', 'outcome', 'payout'] as const;
const OPEN = new Set<string>(['seeds', 'commits', 'outcome']);

export function PlayedResult({ report }: { report: PlayedReport }) {
  const { game, verdict } = report;
  const order = game.game === 'rps_match' ? MATCH_ORDER : PAIR_ORDER;
  const reached = verdict === null ? 0 : verdict.valid ? order.length : verdict.steps.length + 1;
  return (
    <>
      <section
        class={`panel summary ${verdict && !verdict.valid ? 'summary-bad' : ''} ${verdict ? '' : 'summary-open'}`}
        data-testid="summary"
        aria-live="polite"
      >
        <div class="summary-head">
          {verdict ? <VerdictBadge valid={verdict.valid} /> : <span class="badge">{t('played.secret')}</span>}
          <p class="muted">{gameTitle(game)}</p>
        </div>
        <p class="summary-result">{tallyText(game.tally)}</p>
        <p class="summary-text">
          {verdict === null
            ? t('played.rotateFirst')
            : verdict.valid
              ? t('played.valid')
              : t('played.invalid', { field: verdict.field })}
        </p>
        <p class="hint">
          {`${formatInstant(game.startedAtMs)} · ${formatNumber(game.betCoins)} → ${formatNumber(game.payoutCoins)} (${formatSigned(game.netCoins)})`}
        </p>
        <a href={`/history/${game.gameId}`}>{t('recall.steps')}</a>
      </section>
      {verdict && (
        <ol class="steps">
          {order.slice(0, reached).map((name, index) => (
            <StepPanel
              key={name}
              name={name}
              title={t(`played.step.${name}`)}
              what={t(`played.step.${name}What`)}
              failed={!verdict.valid && index === verdict.steps.length ? verdict : null}
              open={OPEN.has(name)}
              values={verdict.valid || verdict.steps.length > 0 ? playedStepValues(name, report) : []}
            />
          ))}
        </ol>
      )}
    </>
  );
}
