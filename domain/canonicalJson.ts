import { assert } from './assert.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * One text for one JSON value: names in the order of their UTF-16 units, no white space, numbers as
 * ECMAScript writes them (RFC 8785). For fingerprints, never for display.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `JSON has no ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object', `JSON has no ${typeof value}`);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`).join(',')}}`;
}

/** `Array.isArray` does not narrow readonly lists out of a union. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
