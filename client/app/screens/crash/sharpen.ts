import { rootScale } from '../../ui/rootScale.ts';

/** Keeps the bitmap at the screen's resolution. What is drawn is as large beside the text as everywhere: sizes are those at 16 px. */
export function sharpen(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
): { width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = Math.min(devicePixelRatio, 2);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const scale = rootScale();
  context.setTransform(ratio * scale, 0, 0, ratio * scale, 0, 0);
  return { width: width / scale, height: height / scale };
}
