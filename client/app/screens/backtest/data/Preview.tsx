import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { PreviewPoint } from '../../../../../domain/backtest/preview.ts';
import { PriceChart } from '../charts/PriceChart.tsx';
import { datasetDetail } from './datasets.ts';

/** The whole course of a data set in 300 points. */
export function Preview({ id }: { id: string }) {
  const points = useSignal<readonly PreviewPoint[]>([]);
  useEffect(() => {
    let wanted = true;
    datasetDetail(id).then(
      ({ preview }) => {
        if (wanted) points.value = preview;
      },
      // A missing picture is no reason to complain: the set can be used.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  const model = useMemo(() => ({ points: points.value, trades: [] }), [points.value]);
  return <PriceChart model={model} />;
}
