/** Seconds and multipliers that the axes of the curve reach, and where their marks stand. */
export interface Axes {
  spanMs: number;
  top: number;
  timeMarksMs: number[];
  multiplierMarks: number[];
}

const LEAST_SPAN_MS = 6_000;
const LEAST_TOP = 1.5;
/** The head of the curve keeps this much room to the edges. */
const HEADROOM = 1.12;

export function axesFor(elapsedMs: number, multiplier: number): Axes {
  const spanMs = Math.max(LEAST_SPAN_MS, elapsedMs * HEADROOM);
  const top = Math.max(LEAST_TOP, 1 + (multiplier - 1) * 1.2);
  const timeStepMs = niceStep(spanMs / 5 / 1000) * 1000;
  const multiplierStep = niceStep((top - 1) / 4);
  return {
    spanMs,
    top,
    timeMarksMs: marks(timeStepMs, spanMs, timeStepMs),
    multiplierMarks: marks(1 + multiplierStep, top, multiplierStep),
  };
}

/** The smallest of 1, 2, 2.5, 5, 10 ... times a power of ten that is at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  for (const factor of [1, 2, 2.5, 5]) if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

function marks(first: number, last: number, step: number): number[] {
  const count = Math.max(0, Math.floor((last - first) / step + 1e-9) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}
