/** A value in a record, with the path that a verifier names it by, and how to put another one there. */
export interface Leaf {
  path: string;
  get: () => unknown;
  set: (copy: object, value: unknown) => void;
}

/** What has the form of no field that there is. */
export const NONSENSE = [null, {}, [], Number.NaN, ''] as const;

export function leaves(value: unknown, path = '', keys: readonly (string | number)[] = []): Leaf[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const index = Array.isArray(value);
      return leaves(inner, index ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, [...keys, key]);
    });
  }
  const set = (copy: object, next: unknown) => {
    const holder = keys
      .slice(0, -1)
      .reduce((at, key) => (at as Record<string, unknown>)[key], copy as unknown);
    (holder as Record<string, unknown>)[keys.at(-1)!] = next;
  };
  return [{ path, get: () => value, set }];
}
