import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CrashGameSummary } from '../../../../domain/games/records.ts';
import { formatMultiplier, formatNumber, formatSigned, t, tMaybe } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { netTone } from '../../ui/netTone.ts';
import type { TableController } from './tableController.ts';

const SHOWN = 8;
const READ_AGAIN_MS = 2_000;

/** One's own latest bets at this table, from the history: read again whenever one of them ends. */
export function OwnBets({ controller }: { controller: TableController }) {
  const games = useSignal<CrashGameSummary[]>([]);
  const ended = useComputed(() => {
    const own = controller.ownBet.value;
    return own ? `${own.betId} ${own.state}` : '';
  });
  const { spectator } = controller.seat;
  useEffect(() => {
    if (spectator) return undefined;
    let wanted = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      fair.history({ game: 'crash', limit: 40 }).then(
        ({ items }) => {
          if (!wanted) return;
          const crash = items.filter((game) => game.game === 'crash');
          games.value = crash.filter((game) => game.proof.table === controller.table).slice(0, SHOWN);
        },
        () => {
          // On a bad line, too, it is here that one finds what became of a bet.
          if (wanted) again = setTimeout(read, READ_AGAIN_MS);
        },
      );
    };
    read();
    return () => {
      wanted = false;
      clearTimeout(again);
    };
  }, [ended.value, spectator]);
  if (spectator) return null;
  return (
    <section class="panel own-bets">
      <h2>{t('crash.mine')}</h2>
      {games.value.length === 0 ? (
        <p class="empty">{t('crash.mineNone')}</p>
      ) : (
        <table class="table compact">
          <thead>
            <tr>
              <th>{t('crash.colRound')}</th>
              <th class="num">{t('crash.colStake')}</th>
              <th class="num">{t('crash.colOut')}</th>
              <th class="num">{t('crash.colNet')}</th>
              <th>
                <span class="visually-hidden">{t('crash.verify')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {games.value.map((game) => (
              <Row key={game.gameId} game={game} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ game }: { game: CrashGameSummary }) {
  const { table, game: number } = game.proof;
  const over = game.outcome !== 'open';
  return (
    <tr>
      <td>{formatNumber(number)}</td>
      <td class="num">{formatNumber(game.betCoins)}</td>
      <td class="num">
        {game.atHundredths ? formatMultiplier(game.atHundredths) : tMaybe(`outcome.${game.outcome}`)}
      </td>
      <td class={`num ${over ? netTone(game.netCoins) : ''}`}>
        {over ? formatSigned(game.netCoins) : t('app.unknown')}
      </td>
      <td class="num">
        {game.outcome !== 'open' && (
          <FairBadge
            path={`/verify/${encodeURIComponent(table)}/${number}`}
            title={t('crash.round', { game: formatNumber(number) })}
          />
        )}
      </td>
    </tr>
  );
}
