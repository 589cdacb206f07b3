/**
 * Where in what a request says there is a NUL: no text that PostgreSQL holds, or is asked for, may have one. Null: nowhere.
 * @param value as the route's schema has read it: JSON's kinds
 */
export function unstorable(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path.join('.') || 'body' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, each] of Object.entries(value)) {
    if (name.includes('\0')) return path.join('.') || 'body';
    const field = unstorable(each, [...path, name]);
    if (field !== null) return field;
  }
  return null;
}
