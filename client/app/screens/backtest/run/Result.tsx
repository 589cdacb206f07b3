import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type PreviewPoint, preview } from '../../../../../domain/backtest/preview.ts';
import type { BacktestJob, BacktestResultView } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { EquityChart } from '../charts/EquityChart.tsx';
import { PriceChart } from '../charts/PriceChart.tsx';
import { Headline } from './Headline.tsx';
import { MetricsTable } from './MetricsTable.tsx';
import { ResultHash } from './ResultHash.tsx';
import { barsOfRun } from './runAgain.ts';
import { TradeTable } from './TradeTable.tsx';

export function Result({ job, result }: { job: BacktestJob; result: BacktestResultView }) {
  return (
    <>
      <Headline metrics={result.metrics} />
      <section class="panel chart-panel" data-testid="result" aria-labelledby="equity-title">
        <h2 id="equity-title">{t('backtest.equity')}</h2>
        <EquityChart points={result.equity} />
      </section>
      <section class="panel" aria-labelledby="metrics-title">
        <h2 id="metrics-title">{t('backtest.metrics')}</h2>
        <MetricsTable runs={[result.metrics]} />
      </section>
      <section class="panel chart-panel" aria-labelledby="trades-title">
        <h2 id="trades-title">{t('backtest.trades')}</h2>
        <TradesOnPrice job={job} result={result} />
        <TradeTable trades={result.trades} />
      </section>
      <ResultHash job={job} resultHash={result.resultHash} />
    </>
  );
}

/** On the course of the data; on the prices of the trades alone where the data set is gone. */
function TradesOnPrice({ job, result }: { job: BacktestJob; result: BacktestResultView }) {
  const course = useSignal<readonly PreviewPoint[] | null>(null);
  useEffect(() => {
    let wanted = true;
    const show = (points: readonly PreviewPoint[]) => {
      if (wanted) course.value = points;
    };
    barsOfRun(job).then(
      ({ bars }) => show(preview(bars)),
      () => show([]),
    );
    return () => {
      wanted = false;
    };
  }, [job.jobId]);
  const points = course.value;
  const model = useMemo(
    () => points && { points: points.length > 1 ? points : tradedPrices(result), trades: result.trades },
    [points, result],
  );
  return model && model.points.length > 0 ? <PriceChart model={model} tall /> : null;
}

function tradedPrices({ trades }: BacktestResultView): PreviewPoint[] {
  return trades
    .flatMap(({ entryAtMs, entryPrice, exitAtMs, exitPrice }) => [
      { atMs: entryAtMs, price: entryPrice },
      { atMs: exitAtMs, price: exitPrice },
    ])
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, price }) => ({ atMs, open: price, high: price, low: price, close: price }));
}
