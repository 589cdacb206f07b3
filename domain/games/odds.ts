import { canonicalJson, type JsonValue } from '../canonicalJson.ts';
import { bytesToHex, sha256Bytes, utf8ToBytes } from '../fairness/sha256.ts';

/** An odds table with the hash that stands in every record of a game played by it (FAIRNESS F3). */
export interface LoadedOdds<Odds> {
  odds: Odds;
  oddsHash: string;
}

/** SHA-256 of the canonical JSON of an odds table, in hex. */
export function oddsHash(odds: JsonValue): string {
  return bytesToHex(sha256Bytes(utf8ToBytes(canonicalJson(odds))));
}
