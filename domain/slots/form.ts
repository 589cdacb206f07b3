/** Questions about values of a data file whose shape is not known yet. */

export function has<Name extends string>(value: unknown, ...names: Name[]): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && names.every((name) => Object.hasOwn(value, name));
}

/** Without holes: `every` and `map` would pass over them. */
export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !value.includes(undefined);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A whole number from least to most. */
export function isWhole(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}
