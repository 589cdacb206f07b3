import type { GameSummary } from '../../../../domain/games/records.ts';
import {
  formatInstant,
  formatMultiplier,
  formatNumber,
  formatShortInstant,
  formatSigned,
  t,
  tMaybe,
} from '../../i18n/i18n.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { netTone } from '../../ui/netTone.ts';
import { gameTitle, tallyText } from './gameNames.ts';

interface GameTableProps {
  games: readonly GameSummary[];
  /** Somebody else's: only what is public leads on to its verification. */
  foreign?: boolean;
}

export function GameTable({ games, foreign }: GameTableProps) {
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
          <Row key={game.gameId} game={game} foreign={foreign ?? false} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ game, foreign }: { game: GameSummary; foreign: boolean }) {
  const title = gameTitle(game);
  const tone = netTone(game.netCoins);
  const open = game.game === 'crash' && game.outcome === 'open';
  return (
    <tr>
      <td class="when" data-label={t('history.when')}>
        <time dateTime={new Date(game.startedAtMs).toISOString()} title={formatInstant(game.startedAtMs)}>
          {formatShortInstant(game.startedAtMs)}
        </time>
      </td>
      <td class="what">{open || foreign ? title : <a href={`/history/${game.gameId}`}>{title}</a>}</td>
      <td data-label={t('history.outcome')}>{outcomeText(game)}</td>
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
        {!open && (!foreign || game.game === 'crash') && <FairBadge path={verifyPath(game)} title={title} />}
      </td>
    </tr>
  );
}

export function verifyPath(game: GameSummary): string {
  if (game.game !== 'crash') return `/verify/played/${game.gameId}`;
  return `/verify/${encodeURIComponent(game.proof.table)}/${game.proof.game}`;
}

export function outcomeText(game: GameSummary): string {
  if (game.game !== 'crash') return tallyText(game.tally);
  const outcome = tMaybe(`outcome.${game.outcome}`) ?? game.outcome;
  return game.atHundredths === null ? outcome : `${outcome} ${formatMultiplier(game.atHundredths)}`;
}
