export const STORABLE = 'must have no character U+0000';

/**
 * Where in what a request says there is a NUL: no text that PostgreSQL holds, or is asked for, may have one. Null: nowhere.
 * @param value as the route's schema has read it: JSON's kinds
 * @param except a field of it that is not looked into
 */
export function unstorable(value: object, except: string | null = null): string | null {
  for (const [name, each] of Object.entries(value)) {
    if (name === except) continue;
    const path = pathIn(each, [name]);
    if (path !== null) return path.join('.');
  }
  return null;
}

function pathIn(value: unknown, path: readonly string[]): readonly string[] | null {
  if (path.at(-1)!.includes('\0')) return path.length === 1 ? ['body'] : path.slice(0, -1);
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, each] of Object.entries(value)) {
    const found = pathIn(each, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
