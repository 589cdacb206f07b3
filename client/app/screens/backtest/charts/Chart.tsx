import { createChart, type IChartApi, type Time } from 'lightweight-charts';
import { useEffect, useRef } from 'preact/hooks';
import { formatDay, LOCALES, language } from '../../../i18n/i18n.ts';
import { colour } from '../../../ui/colour.ts';
import { rootScale } from '../../../ui/rootScale.ts';
import { keepFitted } from './keepFitted.ts';

interface ChartProps<Model> {
  /** What is to be seen, in words, for those who don't see it. */
  label: string;
  kind: string;
  tall?: boolean;
  model: Model;
  /** Puts its series on the chart. Returns what draws a model on them. */
  set(chart: IChartApi): (model: Model) => void;
}

/** A rem, where the root is as large as usual. */
const ROOT_PX = 16;

/** A chart of lightweight-charts, for as long as the component lives. The numbers in it stand in tables, too. */
export function Chart<Model>({ label, kind, tall, model, set }: ChartProps<Model>) {
  const place = useRef<HTMLElement>(null);
  const drawn = useRef<((model: Model) => void) | null>(null);
  const locale = LOCALES[language.value];
  useEffect(() => {
    const chart = createChart(place.current!, {
      autoSize: true,
      layout: {
        background: { color: 'transparent' },
        textColor: colour('--muted'),
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSize: Math.round(12 * rootScale()),
        panes: { separatorColor: colour('--line') },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: colour('--line') } },
      rightPriceScale: { borderVisible: false },
      // However narrow the screen and long the run, all of it can be seen; and a part that was chosen stays in view.
      timeScale: { borderVisible: false, minBarSpacing: 0.01, lockVisibleTimeRangeOnResize: true },
      localization: { locale, timeFormatter: (time: Time) => formatDay(Number(time) * 1_000) },
      // The page scrolls over a chart; a chart does not.
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
      handleScale: { mouseWheel: false },
    });
    const put = set(chart);
    const showAll = keepFitted(chart, ROOT_PX * rootScale());
    drawn.current = (shown) => {
      put(shown);
      showAll();
    };
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, [set, locale]);
  useEffect(() => drawn.current?.(model), [model, set, locale]);
  return (
    // Not an image: it holds the link to those who made the library.
    <figure ref={place} aria-label={label} class={tall ? 'chart chart-tall' : 'chart'} data-chart={kind} />
  );
}
