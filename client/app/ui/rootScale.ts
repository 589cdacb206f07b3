let known: number | null = null;

/**
 * How much larger than usual text is: by the width of the screen (`tokens.css`), or by the reader's own settings. For what
 * does not know `rem` (canvases, charts).
 */
export function rootScale(): number {
  if (known === null) {
    known = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    // Asked for in each frame: read again only when it may have changed.
    addEventListener('resize', forget, { once: true });
  }
  return known;
}

function forget(): void {
  known = null;
}
