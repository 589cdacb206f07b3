/** Shifts the decimal point in the text, so that 1.1 % is 0.011 and not 0.011000000000000001. */
function shifted(text: string, places: number): number {
  const plain = Number(`${text}e${places}`);
  return Number.isNaN(plain) ? Number(text) * 10 ** places : plain;
}

/** The number that a person typed; what is no number stays as it was typed, for the check to refuse. */
export function readDecimal(text: string): number | string {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed === '' || Number.isNaN(value) ? trimmed : value;
}

/** A percentage that a person typed, as a fraction. */
export function readPercent(text: string): number | string {
  const value = readDecimal(text);
  return typeof value === 'string' ? value : shifted(text.trim(), -2);
}

export function writePercent(fraction: number): string {
  return String(shifted(String(fraction), 2));
}
