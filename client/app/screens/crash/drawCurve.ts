import { GROWTH_PER_MS, instantOf } from '../../../../domain/crash/curve.ts';
import { colour } from '../../ui/colour.ts';
import { type Axes, axesFor } from './scale.ts';

export interface Mark {
  hundredths: number;
  /** `target`: where the own bet is cashed out by itself; `out`: where it was cashed out. */
  kind: 'target' | 'out';
  label: string;
}

export interface CurvePicture {
  elapsedMs: number;
  tone: 'flying' | 'still' | 'bust' | 'idle';
  marks: readonly Mark[];
  /** The curve alone, edge to edge: for a picture that is looked at from afar. */
  bare?: boolean;
  formatTime(ms: number): string;
  formatMultiplier(hundredths: number): string;
}

const TONES = { flying: '--cyan', still: '--amber', bust: '--pink', idle: '--cyan' } as const;
/** Width of a stroke, and how much it covers: the last is the line itself. */
const GLOW = [
  [16, 7],
  [10, 12],
  [6, 24],
  [3.5, 100],
] as const;
const SAMPLES = 96;
const INSET = { left: 14, right: 54, top: 18, bottom: 30 };
const BARE_INSET = { left: 0, right: 12, top: 12, bottom: 0 };

interface Plane {
  inset: typeof INSET;
  x(ms: number): number;
  y(multiplier: number): number;
  width: number;
  height: number;
}

/** Draws one frame. The context is scaled already (`sharpen.ts`). */
export function drawCurve(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  picture: CurvePicture,
): void {
  context.clearRect(0, 0, width, height);
  const multiplier = Math.exp(GROWTH_PER_MS * picture.elapsedMs);
  const axes = axesFor(picture.elapsedMs, multiplier);
  const inset = picture.bare ? BARE_INSET : INSET;
  const plotWidth = width - inset.left - inset.right;
  const plotHeight = height - inset.top - inset.bottom;
  const plane: Plane = {
    inset,
    x: (ms) => inset.left + (ms / axes.spanMs) * plotWidth,
    y: (value) => height - inset.bottom - ((value - 1) / (axes.top - 1)) * plotHeight,
    width,
    height,
  };
  if (!picture.bare) drawGrid(context, plane, axes, picture);
  if (picture.tone === 'idle') return;
  for (const mark of picture.marks) if (mark.kind === 'target') drawTarget(context, plane, axes, mark);
  drawLine(context, plane, picture, multiplier);
  for (const mark of picture.marks) if (mark.kind === 'out') drawOut(context, plane, mark);
}

function drawGrid(context: CanvasRenderingContext2D, plane: Plane, axes: Axes, picture: CurvePicture): void {
  context.font = '12px system-ui, sans-serif';
  context.lineWidth = 1;
  context.strokeStyle = colour('--grid');
  context.fillStyle = colour('--muted');
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of [1, ...axes.multiplierMarks]) {
    const y = Math.round(plane.y(value)) + 0.5;
    line(context, INSET.left, y, plane.width - INSET.right, y);
    context.fillText(picture.formatMultiplier(Math.round(value * 100)), plane.width - 8, y);
  }
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  for (const ms of axes.timeMarksMs) {
    const x = plane.x(ms);
    if (x < plane.width - INSET.right) context.fillText(picture.formatTime(ms), x, plane.height - 9);
  }
}

function drawLine(
  context: CanvasRenderingContext2D,
  plane: Plane,
  picture: CurvePicture,
  multiplier: number,
): void {
  const tone = TONES[picture.tone];
  const points = Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const ms = (picture.elapsedMs * index) / SAMPLES;
    return [plane.x(ms), plane.y(Math.exp(GROWTH_PER_MS * ms))] as const;
  });
  const headX = plane.x(picture.elapsedMs);
  const headY = plane.y(multiplier);

  const fill = context.createLinearGradient(0, headY, 0, plane.height - plane.inset.bottom);
  fill.addColorStop(0, colour(tone, 25));
  fill.addColorStop(1, colour(tone, 2));
  context.beginPath();
  context.moveTo(plane.inset.left, plane.height - plane.inset.bottom);
  for (const [x, y] of points) context.lineTo(x, y);
  context.lineTo(headX, plane.height - plane.inset.bottom);
  context.fillStyle = fill;
  context.fill();

  // A glow by wider, fainter strokes: a blurred shadow costs several times as much without a graphics card.
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  for (const [lineWidth, percent] of GLOW) {
    context.lineWidth = lineWidth;
    context.strokeStyle = colour(tone, percent);
    context.stroke();
  }
  const radius = picture.tone === 'bust' ? 7 : 5.5;
  disc(context, headX, headY, radius * 2, colour(tone, 30));
  disc(context, headX, headY, radius, colour(picture.tone === 'bust' ? tone : '--bright'));
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string): void {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawTarget(context: CanvasRenderingContext2D, plane: Plane, axes: Axes, mark: Mark): void {
  const value = mark.hundredths / 100;
  if (value > axes.top) return;
  const y = Math.round(plane.y(value)) + 0.5;
  context.save();
  context.strokeStyle = colour('--amber');
  context.setLineDash([5, 5]);
  line(context, INSET.left, y, plane.width - INSET.right, y);
  context.restore();
  context.font = '600 12px system-ui, sans-serif';
  context.fillStyle = colour('--amber');
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.fillText(mark.label, plane.width - INSET.right - 4, y - 4);
}

function drawOut(context: CanvasRenderingContext2D, plane: Plane, mark: Mark): void {
  const x = plane.x(instantOf(mark.hundredths));
  const y = plane.y(mark.hundredths / 100);
  context.fillStyle = colour('--green');
  context.strokeStyle = colour('--ground');
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.font = '600 12px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  // To the upper left, where the curve is not; at the very start there is only room above.
  const roomy = x > INSET.left + 40;
  context.textAlign = roomy ? 'right' : 'left';
  context.fillText(mark.label, roomy ? x - 8 : x - 6, roomy ? y - 8 : y - 16);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
