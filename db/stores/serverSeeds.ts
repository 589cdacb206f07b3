import { bytesToHex, hexToBytes } from '../../domain/fairness/sha256.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';

/** Binds a ciphertext to its pair: a seed copied to another row does not open. */
const purpose = (pairId: string) => `seed_pair ${pairId}`;

/** @param serverSeed 64 hex characters */
export function sealServerSeed(cipher: Cipher, pairId: string, serverSeed: string): Buffer {
  return Buffer.from(cipher.seal(hexToBytes(serverSeed), purpose(pairId)));
}

/** The secret of a pair, in hex: for games and, once the pair is revealed, for everybody. */
export function openServerSeed(cipher: Cipher, pair: { pair_id: string; sealed: Uint8Array }): string {
  return bytesToHex(Uint8Array.from(cipher.open(pair.sealed, purpose(pair.pair_id))));
}
