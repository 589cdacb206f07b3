import { canonicalJson, type JsonValue } from '../canonicalJson.ts';
import { bytesToHex, sha256Bytes, utf8ToBytes } from '../fairness/sha256.ts';

/**
 * The idempotency key of an operation: a UUID (version 8) from the first 16 bytes of a SHA-256 over all
 * four parts. The namespace comes first, so no player can occupy a key of the system's; the parts are
 * encoded as a JSON list, so that no two different quadruples give the same text.
 * @param who the player's id, or what the system acts on (a bet's id)
 * @param key the client's own key, or '' where there is one operation per `who`
 */
export function operationKey(
  namespace: 'player' | 'system',
  who: string,
  operation: string,
  key: string,
): string {
  const bytes = sha256Bytes(utf8ToBytes(JSON.stringify([namespace, who, operation, key]))).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * What a request said, in 64 bits (signed, as PostgreSQL's bigint is): the same key with another
 * fingerprint is `key_conflict`. Names in another order are the same request.
 */
export function bodyFingerprint(body: JsonValue): bigint {
  const digest = sha256Bytes(utf8ToBytes(canonicalJson(body)));
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getBigInt64(0);
}
