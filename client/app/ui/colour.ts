const read = new Map<string, string>();

/**
 * A colour of the tokens as `#rrggbb`, for what does not know the style sheet's variables (canvases, charts).
 * @param percent how much it covers what is behind it: below 100 the answer is `#rrggbbaa`
 */
export function colour(token: `--${string}`, percent = 100): string {
  let hex = read.get(token);
  if (hex === undefined) {
    hex = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
    read.set(token, hex);
  }
  if (percent === 100) return hex;
  const alpha = Math.round((percent / 100) * 255);
  return hex + alpha.toString(16).padStart(2, '0');
}
