import { type IChartApi, LineSeries } from 'lightweight-charts';
import type { EquityPoint } from '../../../../../domain/backtest/result.ts';
import { formatPercent, t } from '../../../i18n/i18n.ts';
import { colour } from '../../../ui/colour.ts';
import { Chart } from './Chart.tsx';
import { curve, growth } from './points.ts';

export type TwoCurves = readonly [readonly EquityPoint[], readonly EquityPoint[]];

/** Two runs from the same point: what each made of its capital. */
function set(chart: IChartApi) {
  const lines = (['--cyan', '--amber'] as const).map((variable) =>
    chart.addSeries(LineSeries, {
      color: colour(variable),
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => formatPercent(value, 1) },
    }),
  );
  return (curves: TwoCurves) => {
    for (const [index, line] of lines.entries()) line.setData(curve(growth(curves[index]!)));
  };
}

export function GrowthChart({ curves }: { curves: TwoCurves }) {
  return <Chart kind="growth" tall label={t('backtest.compareChart')} model={curves} set={set} />;
}
