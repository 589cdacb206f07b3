import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PlayedSummary } from '../../../../domain/games/records.ts';
import { formatShortInstant, formatSigned, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { gameTitle, tallyText } from '../history/gameNames.ts';

const SHOWN = 10;

/** The last games that can be checked here: with what is still secret marked as such. */
export function OwnGames({ gameId }: { gameId: string | null }) {
  const games = useSignal<readonly PlayedSummary[] | null>(null);
  useEffect(() => {
    fair.history({ limit: 50 }).then(
      ({ items }) => {
        games.value = items.filter((game) => game.game !== 'crash').slice(0, SHOWN);
      },
      () => {
        // The seeds above say what is wrong, if something is.
        games.value = [];
      },
    );
  }, []);
  return (
    <section class="panel own-games">
      <h2>{t('played.last')}</h2>
      {games.value === null && <p class="empty">{t('app.loading')}</p>}
      {games.value?.length === 0 && <p class="empty">{t('history.none')}</p>}
      <ul>
        {games.value?.map((game) => (
          <li key={game.gameId}>
            <a
              href={`/verify/played/${game.gameId}`}
              aria-current={game.gameId === gameId ? 'page' : undefined}
            >
              {gameTitle(game)}
            </a>
            <span class="muted">{tallyText(game.tally)}</span>
            <span class={game.netCoins > 0 ? 'good' : 'muted'}>{formatSigned(game.netCoins)}</span>
            <span class="muted">{formatShortInstant(game.startedAtMs)}</span>
            <span class="hint">
              {t(game.game === 'rps_match' || game.proof.serverSeed ? 'played.open' : 'played.secret')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
