import { t } from '../../i18n/i18n.ts';
import { player } from '../../store/player.ts';
import { useTitle } from '../../ui/useTitle.ts';
import { BacktestHead } from './BacktestHead.tsx';
import { DataPanel } from './data/DataPanel.tsx';
import { StrategyEditor } from './editor/StrategyEditor.tsx';
import { OwnRuns } from './OwnRuns.tsx';
import { OwnStrategies } from './OwnStrategies.tsx';
import { SubmitPanel } from './SubmitPanel.tsx';

/** Write a strategy, choose data, run it; and what one has run and saved so far. */
export default function BacktestScreen() {
  useTitle(t('backtest.title'));
  const id = player.value?.id;
  return (
    <div class="page">
      <BacktestHead title={t('backtest.title')} page="new" />
      <div class="backtest-new">
        <StrategyEditor />
        <div class="backtest-side">
          {id && <DataPanel key={id} />}
          <SubmitPanel />
          {id && <OwnStrategies key={`strategies ${id}`} />}
        </div>
      </div>
      {id && <OwnRuns key={`runs ${id}`} />}
    </div>
  );
}
