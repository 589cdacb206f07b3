import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../domain/canonicalJson.ts';

/** In place of `domain/games/odds.ts`: each table is hashed once, not for each game that is checked. */
const known = new WeakMap<object, string>();

export function oddsHash(odds: JsonValue): string {
  const found = known.get(odds as object);
  if (found !== undefined) return found;
  const hash = createHash('sha256').update(canonicalJson(odds)).digest('hex');
  known.set(odds as object, hash);
  return hash;
}
