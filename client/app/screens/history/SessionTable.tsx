import type { SessionSummary } from '../../../sdk/index.ts';
import {
  formatDuration,
  formatInstant,
  formatNumber,
  formatPercent,
  formatShortInstant,
  formatSigned,
  t,
} from '../../i18n/i18n.ts';
import { netTone } from '../../ui/netTone.ts';
import { tallyText, variantName } from './gameNames.ts';

export function SessionTable({ sessions }: { sessions: readonly SessionSummary[] }) {
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('history.when')}</th>
          <th>{t('history.game')}</th>
          <th class="num">{t('play.duration')}</th>
          <th class="num">{t('play.rounds')}</th>
          <th class="num">{t('play.totalBet')}</th>
          <th class="num">{t('history.net')}</th>
          <th class="num">{t('play.return')}</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.sessionId} title={tallyText(session.outcomes)}>
            <td class="when" data-label={t('history.when')}>
              <time
                dateTime={new Date(session.startedAtMs).toISOString()}
                title={formatInstant(session.startedAtMs)}
              >
                {formatShortInstant(session.startedAtMs)}
              </time>
            </td>
            <td class="what">{variantName(session.game, session.variant)}</td>
            <td class="num" data-label={t('play.duration')}>
              {formatDuration(session.durationMs)}
            </td>
            <td class="num" data-label={t('play.rounds')}>
              {formatNumber(session.rounds)}
            </td>
            <td class="num" data-label={t('play.totalBet')}>
              {formatNumber(session.betCoins)}
            </td>
            <td class={`num ${netTone(session.netCoins)}`} data-label={t('history.net')}>
              {formatSigned(session.netCoins)}
            </td>
            <td class="num" data-label={t('play.return')}>
              {session.betCoins > 0 ? formatPercent(session.returnToPlayer * 100, 1) : t('app.unknown')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
