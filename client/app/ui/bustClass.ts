/** Below this a bust is shown as low, from the next on as high. */
const LOW_BELOW = 200;
const HIGH_FROM = 1_000;

/** The colour of a bust wherever busts are listed: none is green, which says that somebody won. */
export function bustClass(hundredths: number): string {
  if (hundredths < LOW_BELOW) return 'bust-low';
  return hundredths < HIGH_FROM ? 'bust-middle' : 'bust-high';
}
