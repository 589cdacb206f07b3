import { useSignal } from '@preact/signals';
import { LEADERBOARD_GATE, type LeaderboardSort, SORTS } from '../../../../../domain/backtest/strategies.ts';
import { t } from '../../../i18n/i18n.ts';
import { fair } from '../../../store/player.ts';
import { useTitle } from '../../../ui/useTitle.ts';
import { PagedList } from '../../history/PagedList.tsx';
import { BacktestHead } from '../BacktestHead.tsx';
import { RankedTable } from './RankedTable.tsx';
import '../run/run.css';

/** Published strategies by their best run. Nobody is named; everything can be computed again. */
export default function LeaderboardScreen() {
  useTitle(t('backtest.leaderboard'));
  const sortBy = useSignal<LeaderboardSort>('sharpe');
  const minBacktests = useSignal<number>(LEADERBOARD_GATE.backtests);
  const query = { sortBy: sortBy.value, minBacktests: minBacktests.value };
  return (
    <div class="page">
      <BacktestHead title={t('backtest.leaderboard')} page="leaderboard" />
      <section class="panel board">
        <p class="muted">{t('backtest.boardWhat', LEADERBOARD_GATE)}</p>
        <div class="board-controls">
          <label class="field">
            <span class="field-label">{t('backtest.sortBy')}</span>
            <select
              class="input"
              data-testid="sort"
              value={sortBy.value}
              onChange={(event) => {
                sortBy.value = event.currentTarget.value as LeaderboardSort;
              }}
            >
              {SORTS.map((sort) => (
                <option key={sort} value={sort}>
                  {t(`backtest.sort.${sort}`)}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span class="field-label">{t('backtest.minBacktests')}</span>
            <input
              class="input"
              type="number"
              min={LEADERBOARD_GATE.backtests}
              max={1_000}
              value={minBacktests.value}
              onChange={(event) => {
                const typed = Math.trunc(Number(event.currentTarget.value));
                minBacktests.value = Math.min(1_000, Math.max(LEADERBOARD_GATE.backtests, typed || 0));
              }}
            />
          </label>
        </div>
        <PagedList
          key={JSON.stringify(query)}
          none={t('backtest.boardNone')}
          way={
            <a class="button" href="/backtest">
              {t('backtest.boardMake')}
            </a>
          }
          load={(cursor) => fair.strategies.leaderboard({ ...query, cursor, limit: 50 })}
          show={(rows) => <RankedTable rows={rows} />}
        />
      </section>
    </div>
  );
}
