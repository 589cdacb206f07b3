import {
  CandlestickSeries,
  createSeriesMarkers,
  type IChartApi,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { PreviewPoint } from '../../../../../domain/backtest/preview.ts';
import type { Trade } from '../../../../../domain/backtest/trade.ts';
import { t } from '../../../i18n/i18n.ts';
import { colour } from '../../../ui/colour.ts';
import { Chart } from './Chart.tsx';
import { bySecond } from './points.ts';

interface PriceModel {
  points: readonly PreviewPoint[];
  trades: readonly Trade[];
}

/** Beyond so many, marks cover the price. */
const MOST_MARKED = 120;

function set(chart: IChartApi) {
  const prices = chart.addSeries(CandlestickSeries, {
    upColor: colour('--green'),
    downColor: colour('--pink'),
    wickUpColor: colour('--green'),
    wickDownColor: colour('--pink'),
    borderVisible: false,
    priceLineVisible: false,
  });
  const marks = createSeriesMarkers<UTCTimestamp>(prices as never, []);
  return ({ points, trades }: PriceModel) => {
    const bars = bySecond(points);
    prices.setData(bars.map(({ time, open, high, low, close }) => ({ time, open, high, low, close })));
    marks.setMarkers(markersOf(trades.slice(0, MOST_MARKED), bars));
  };
}

function markersOf(
  trades: readonly Trade[],
  bars: readonly { time: UTCTimestamp; atMs: number }[],
): SeriesMarker<UTCTimestamp>[] {
  if (bars.length === 0) return [];
  const marks = trades.flatMap(({ side, entryAtMs, exitAtMs, pnl }): SeriesMarker<UTCTimestamp>[] => {
    const long = side === 'long';
    return [
      {
        time: barOf(bars, entryAtMs),
        position: long ? 'belowBar' : 'aboveBar',
        shape: long ? 'arrowUp' : 'arrowDown',
        color: colour('--cyan'),
      },
      {
        time: barOf(bars, exitAtMs),
        position: long ? 'aboveBar' : 'belowBar',
        shape: 'circle',
        size: 0.7,
        color: colour(pnl > 0 ? '--green' : '--pink'),
      },
    ];
  });
  return marks.sort((a, b) => a.time - b.time);
}

/** The drawn bar that an instant falls into: the last one that starts no later. */
function barOf(bars: readonly { time: UTCTimestamp; atMs: number }[], atMs: number): UTCTimestamp {
  let low = 0;
  let high = bars.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bars[middle]!.atMs <= atMs) low = middle;
    else high = middle - 1;
  }
  return bars[low]!.time;
}

export function PriceChart({ model, tall }: { model: PriceModel; tall?: boolean }) {
  const label = t(model.trades.length > 0 ? 'backtest.tradesChart' : 'backtest.priceChart', {
    count: model.trades.length,
  });
  return <Chart kind="price" tall={tall === true} label={label} model={model} set={set} />;
}
