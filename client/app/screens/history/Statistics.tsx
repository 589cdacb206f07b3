import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { GameTotals, PlayerStatistics, Totals } from '../../../../domain/games/records.ts';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, formatNumber, formatPercent, formatSigned, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { tallyText, variantName } from './gameNames.ts';
import { NetChart } from './NetChart.tsx';
import { ReturnBar } from './ReturnBar.tsx';

/** All games added up, and each one by itself. */
export function Statistics() {
  const statistics = useSignal<PlayerStatistics | null>(null);
  const problem = useSignal<FairgroundError | null>(null);
  useEffect(() => {
    fair.statistics().then(
      (answer) => {
        statistics.value = answer;
      },
      (error: unknown) => {
        problem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
      },
    );
  }, []);
  if (problem.value) return <p class="field-error">{errorText(problem.value)}</p>;
  if (!statistics.value) return <p class="empty">{t('app.loading')}</p>;
  const { overall, games } = statistics.value;
  if (games.length === 0) return <EmptyState text={t('history.none')} />;
  return (
    <div class="statistics" data-testid="statistics">
      <section>
        <h2>{t('history.overall')}</h2>
        <NetChart />
        <TotalFacts totals={overall} />
      </section>
      {games.map((game) => (
        <OneGame key={`${game.game} ${game.variant}`} game={game} statistics={statistics.value!} />
      ))}
    </div>
  );
}

function OneGame({ game, statistics }: { game: GameTotals; statistics: PlayerStatistics }) {
  const banner = statistics.gacha.find(({ banner }) => game.game === 'gacha' && banner === game.variant);
  return (
    <section>
      <h2>{[...new Set([t(`game.${game.game}`), variantName(game.game, game.variant)])].join(' · ')}</h2>
      {game.game !== 'gacha' && <ReturnBar totals={game} />}
      <TotalFacts totals={game} items={game.game === 'gacha'} />
      <p class="muted">{tallyText(game.tally)}</p>
      {banner && <p class="hint">{t('history.pity', { pity: formatNumber(banner.pity) })}</p>}
    </section>
  );
}

/** Items are no coins: of a banner only what was spent is told. */
function TotalFacts({ totals, items }: { totals: Totals; items?: boolean }) {
  return (
    <dl class="facts facts-narrow">
      <Fact label={t('play.rounds')} value={formatNumber(totals.rounds)} />
      <Fact label={t('play.totalBet')} value={formatNumber(totals.betCoins)} />
      {!items && (
        <>
          <Fact label={t('play.totalWon')} value={formatNumber(totals.wonCoins)} />
          <Fact label={t('history.net')} value={formatSigned(totals.netCoins)} />
          <Fact label={t('play.return')} value={formatPercent(totals.returnToPlayer * 100, 1)} />
          <Fact label={t('history.biggestWin')} value={formatNumber(totals.biggestWinCoins)} />
          <Fact label={t('history.bestStreak')} value={formatNumber(totals.bestStreak)} />
        </>
      )}
    </dl>
  );
}
