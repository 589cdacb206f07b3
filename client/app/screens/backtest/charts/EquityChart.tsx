import { AreaSeries, BaselineSeries, type IChartApi } from 'lightweight-charts';
import type { EquityPoint } from '../../../../../domain/backtest/result.ts';
import { formatDecimal, formatNumber, formatPercent, t } from '../../../i18n/i18n.ts';
import { colour } from '../../../ui/colour.ts';
import { Chart } from './Chart.tsx';
import { curve, drawdown } from './points.ts';

/** Equity, and under it how far it is below its peak. */
function set(chart: IChartApi) {
  const equity = chart.addSeries(AreaSeries, {
    lineColor: colour('--cyan'),
    topColor: colour('--cyan', 28),
    bottomColor: colour('--cyan', 2),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => formatDecimal(value, 2) },
  });
  const fall = chart.addSeries(
    BaselineSeries,
    {
      baseValue: { type: 'price', price: 0 },
      topLineColor: colour('--pink'),
      bottomLineColor: colour('--pink'),
      bottomFillColor1: colour('--pink', 6),
      bottomFillColor2: colour('--pink', 30),
      lineWidth: 1,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => formatPercent(value, 1) },
    },
    1,
  );
  chart.panes()[0]?.setStretchFactor(3);
  chart.panes()[1]?.setStretchFactor(1);
  return (points: readonly EquityPoint[]) => {
    equity.setData(curve(points));
    fall.setData(curve(drawdown(points)));
  };
}

export function EquityChart({ points }: { points: readonly EquityPoint[] }) {
  const values = points.map(({ value }) => value);
  const label = t('backtest.equityChart', {
    from: formatNumber(values[0] ?? 0),
    to: formatNumber(values.at(-1) ?? 0),
    least: formatNumber(values.length > 0 ? Math.min(...values) : 0),
  });
  return <Chart kind="equity" tall label={label} model={points} set={set} />;
}
