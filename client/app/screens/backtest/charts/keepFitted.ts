import type { IChartApi, LogicalRange } from 'lightweight-charts';

/** Room on both sides: the first and the last date are written across their bar's middle. */
const EDGE_REM = 1.375;
/** In bars, of which a screen shows many: what the eye does not see is the same. */
const SAME = 0.01;

/**
 * Answers what shows all that a chart has. It is shown all again at each new size (a phone that is turned), unless
 * somebody has chosen another part of it since.
 */
export function keepFitted(chart: IChartApi, rem: number): () => void {
  const scale = chart.timeScale();
  let wanted: LogicalRange | null = null;
  /** A range is taken with the next frame: until then another one is nobody's choice. */
  let isShown = false;
  const showAll = () => {
    wanted = wholeRange(chart, EDGE_REM * rem);
    isShown = false;
    if (wanted) scale.setVisibleLogicalRange(wanted);
  };
  scale.subscribeVisibleLogicalRangeChange((range) => {
    if (isSame(range, wanted)) isShown = true;
  });
  scale.subscribeSizeChange(() => {
    if (!isShown || isSame(scale.getVisibleLogicalRange(), wanted)) showAll();
  });
  return showAll;
}

function wholeRange(chart: IChartApi, edge: number): LogicalRange | null {
  const scale = chart.timeScale();
  const width = scale.width();
  const lasts = chart
    .panes()
    .flatMap((pane) => pane.getSeries())
    .map((series) => series.data().at(-1))
    .map((point) => (point ? (scale.timeToIndex(point.time, true) ?? 0) : -1));
  const bars = Math.max(-1, ...lasts) + 1;
  if (bars === 0 || width <= 2 * edge) return null;
  const margin = (edge * bars) / (width - 2 * edge);
  // A bar reaches half a bar to both sides of its place.
  return { from: -0.5 - margin, to: bars - 0.5 + margin } as LogicalRange;
}

function isSame(a: LogicalRange | null, b: LogicalRange | null): boolean {
  if (a === null || b === null) return false;
  const tolerance = SAME * (b.to - b.from);
  return Math.abs(a.from - b.from) <= tolerance && Math.abs(a.to - b.to) <= tolerance;
}
