import { HISTORY_MS } from '../feed/liveFeed.ts';

const WIDTH = 200;
const HEIGHT = 36;

/** The last five minutes of a number, from zero up. The number itself stands beside it. */
export function Sparkline({ points }: { points: readonly { atMs: number; value: number }[] }) {
  const last = points.at(-1);
  if (!last || points.length < 2)
    return <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const top = Math.max(1e-9, ...points.map(({ value }) => value));
  const path = points
    .map(({ atMs, value }) => {
      const x = WIDTH * (1 - (last.atMs - atMs) / HISTORY_MS);
      return `${x.toFixed(1)},${(HEIGHT - 2 - (value / top) * (HEIGHT - 5)).toFixed(1)}`;
    })
    .join(' ');
  const firstX = (WIDTH * (1 - (last.atMs - points[0]!.atMs) / HISTORY_MS)).toFixed(1);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`${firstX},${HEIGHT} ${path} ${WIDTH},${HEIGHT}`} />
      <polyline points={path} />
    </svg>
  );
}
