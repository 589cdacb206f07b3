import { type Mismatch, mismatch } from './mismatch.ts';
import { isSha256Hex } from './sha256.ts';

/** The pieces that the forms of records are made of: a verifier trusts no value that came over the wire. */

export type Check = (value: unknown) => boolean;
export type Fields = Record<string, { is: Check; what: string; optional?: true }>;

export const natural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const positive: Check = (value) => natural(value) && value !== 0;
export const text: Check = (value) => typeof value === 'string' && value !== '';
/** What stands in a leaf must not contain the leaf's separator. */
const id: Check = (value) => text(value) && /^[^|\s]+$/.test(value as string);
export const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const coins = { is: positive, what: 'a positive whole number of coins' };
export const total = { is: natural, what: 'a whole number of coins' };
export const time = { is: positive, what: 'epoch milliseconds' };
export const hash = { is: isSha256Hex, what: '64 lowercase hex characters' };
export const anId = { is: id, what: 'an id without spaces or bars' };
export const aName = { is: text, what: 'a name' };
export const aList = { is: Array.isArray as Check, what: 'a list' };

/** Checks the entries of a list, each of which must be an object. */
export function checkEach<T>(
  name: string,
  entries: readonly T[],
  check: (entry: T, path: string) => Mismatch | null,
): Mismatch | null {
  for (const [index, entry] of entries.entries()) {
    const path = `${name}[${index}]`;
    const found = isObject(entry) ? check(entry, `${path}.`) : mismatch(path, 'is not an object');
    if (found !== null) return found;
  }
  return null;
}

/** Checks an object's fields by their names; `path` is what stands before them, such as `limits.`. */
export function checkFields(path: string, value: object, fields: Fields): Mismatch | null {
  const given = value as Record<string, unknown>;
  for (const [name, { is, what, optional }] of Object.entries(fields)) {
    if (optional && given[name] === undefined) continue;
    if (!is(given[name])) return mismatch(`${path}${name}`, `is not ${what}`);
  }
  return null;
}
