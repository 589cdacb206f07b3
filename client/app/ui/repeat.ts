/** From here on a timer is enough: no frame of the screen need be asked for. */
const SLOW_MS = 100;

/**
 * Draws now, and again and again until the answer is called.
 * @param everyMs 0: with every frame of the screen
 */
export function repeat(draw: () => void, everyMs: number): () => void {
  draw();
  if (everyMs >= SLOW_MS) {
    const timer = setInterval(draw, everyMs);
    return () => clearInterval(timer);
  }
  let drawnAtMs = 0;
  let frame = requestAnimationFrame(function next(atMs) {
    if (atMs - drawnAtMs >= everyMs) {
      drawnAtMs = atMs;
      draw();
    }
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
