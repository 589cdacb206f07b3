import type { GameSummary } from '../../../../domain/crash/records.ts';
import {
  formatInstant,
  formatMultiplier,
  formatNumber,
  formatShortInstant,
  formatSigned,
  t,
  tableName,
  tMaybe,
} from '../../i18n/i18n.ts';

export function GameTable({ games }: { games: readonly GameSummary[] }) {
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('history.when')}</th>
          <th>{t('history.game')}</th>
          <th>{t('history.outcome')}</th>
          <th class="num">{t('history.stake')}</th>
          <th class="num">{t('history.payout')}</th>
          <th class="num">{t('history.net')}</th>
          <th>
            <span class="visually-hidden">{t('history.verify')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {games.map((game) => (
          <Row key={game.gameId} game={game} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ game }: { game: GameSummary }) {
  const { table, game: number } = game.proof;
  const round = { table: tableName(table), game: formatNumber(number) };
  const tone = game.netCoins > 0 ? 'good' : game.netCoins < 0 ? 'bad' : '';
  const open = game.outcome === 'open';
  return (
    <tr>
      <td class="when" data-label={t('history.when')}>
        <time dateTime={new Date(game.startedAtMs).toISOString()} title={formatInstant(game.startedAtMs)}>
          {formatShortInstant(game.startedAtMs)}
        </time>
      </td>
      <td class="what">{t('history.crashRound', round)}</td>
      <td data-label={t('history.outcome')}>
        {tMaybe(`outcome.${game.outcome}`)}
        {game.atHundredths !== null && ` ${formatMultiplier(game.atHundredths)}`}
      </td>
      <td class="num" data-label={t('history.stake')}>
        {formatNumber(game.betCoins)}
      </td>
      <td class="num" data-label={t('history.payout')}>
        {open ? t('app.unknown') : formatNumber(game.payoutCoins)}
      </td>
      <td class={`num ${open ? '' : tone}`} data-label={t('history.net')}>
        {open ? t('app.unknown') : formatSigned(game.netCoins)}
      </td>
      <td class="num">
        {!open && (
          <a
            href={`/verify/${encodeURIComponent(table)}/${number}`}
            aria-label={t('history.verifyRound', round)}
          >
            {t('history.verify')}
          </a>
        )}
      </td>
    </tr>
  );
}
