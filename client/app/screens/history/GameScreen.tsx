import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CrashGameSummary } from '../../../../domain/games/records.ts';
import { FairgroundError, type KeptOdds, type RecalledGame } from '../../../sdk/index.ts';
import { errorText, formatInstant, formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import { loadOdds } from '../../store/odds.ts';
import { fair, player } from '../../store/player.ts';
import { Fact } from '../../ui/Fact.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { GameSteps } from './GameSteps.tsx';
import { outcomeText, verifyPath } from './GameTable.tsx';
import { gameTitle } from './gameNames.ts';
import './history.css';

type Shown =
  | { state: 'loading' }
  | { state: 'ready'; game: CrashGameSummary | RecalledGame; odds: KeptOdds | null }
  | { state: 'failed'; error: FairgroundError };

/** A game of the past with every step, as it was played: by the odds table of then. */
export default function GameScreen({ gameId }: { gameId: string }) {
  useTitle(t('recall.title'));
  const shown = useSignal<Shown>({ state: 'loading' });
  const playerId = player.value?.id;
  useEffect(() => {
    let wanted = true;
    load(gameId).then(
      (ready) => {
        if (wanted) shown.value = ready;
      },
      (caught: unknown) => {
        const error = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
        if (wanted) shown.value = { state: 'failed', error };
      },
    );
    return () => {
      wanted = false;
    };
  }, [gameId, playerId]);
  const view = shown.value;
  return (
    <div class="page narrow">
      <div class="recall-head">
        <a class="icon-button" href="/history" aria-label={t('recall.back')}>
          <Icon name="back" />
        </a>
        <h1>{t('recall.title')}</h1>
      </div>
      {view.state === 'loading' && <p class="empty">{t('app.loading')}</p>}
      {view.state === 'failed' && <p class="panel">{errorText(view.error)}</p>}
      {view.state === 'ready' && <Game game={view.game} odds={view.odds} />}
    </div>
  );
}

async function load(gameId: string): Promise<Shown> {
  await loadOdds();
  const game = await fair.game(gameId);
  // Without its table the steps are still there, only less to look at.
  const odds = game.game === 'crash' ? null : await fair.oddsByHash(game.oddsHash).catch(() => null);
  return { state: 'ready', game, odds };
}

function Game({ game, odds }: { game: CrashGameSummary | RecalledGame; odds: KeptOdds | null }) {
  return (
    <>
      <section class="panel recall" data-testid="recall" data-game={game.game}>
        <div class="page-head">
          <h2>{gameTitle(game)}</h2>
          <span class="muted">{formatInstant(game.startedAtMs)}</span>
        </div>
        <dl class="facts facts-narrow">
          <Fact label={t('history.outcome')} value={outcomeText(game)} />
          <Fact label={t('history.stake')} value={formatNumber(game.betCoins)} />
          <Fact label={t('history.payout')} value={formatNumber(game.payoutCoins)} />
          <Fact label={t('history.net')} value={formatSigned(game.netCoins)} />
          <Fact label={t('recall.before')} value={formatNumber(game.balanceBeforeCoins)} />
          <Fact label={t('recall.after')} value={formatNumber(game.balanceAfterCoins)} />
        </dl>
        <div class="recall-links">
          <a class="button primary small" href={verifyPath(game)}>
            {t('recall.verify')}
          </a>
          <a class="button small" href={`/odds/${game.oddsHash}`}>
            {t('recall.odds')}
          </a>
        </div>
      </section>
      {game.game !== 'crash' && (
        <section class="panel recall">
          <h2>{t('recall.steps')}</h2>
          <GameSteps game={game} odds={odds?.odds ?? null} />
        </section>
      )}
    </>
  );
}
