import { assert } from '../assert.ts';
import { bytesToHex, hexToBytes, hmacSha256, isSha256Hex } from '../fairness/sha256.ts';
import { MAX_CASHOUT_HUNDREDTHS } from './curve.ts';

const HEX_DIGITS_OF_52_BITS = 13;

/**
 * The multiplier at which a game busts (FAIRNESS F1; the formula of bustabit v2, with its edge as a
 * parameter). The message is the hash's 32 decoded bytes, although the chain hashes its hex text.
 * Computed in IEEE doubles, as bustabit's own script does, so that every verifier agrees to the last bit.
 * @param gameHashHex 64 lowercase hex characters
 * @param salt public text, fixed after the chain was committed
 * @param edgePercent the house edge: a whole number of percent
 * @returns hundredths, 100 to MAX_CASHOUT_HUNDREDTHS
 */
export function bustPointHundredths(gameHashHex: string, salt: string, edgePercent: number): number {
  assert(isSha256Hex(gameHashHex), 'a game hash is 64 lowercase hex characters');
  const mac = bytesToHex(hmacSha256(salt, hexToBytes(gameHashHex)));
  const fraction = Number.parseInt(mac.slice(0, HEX_DIGITS_OF_52_BITS), 16) / 2 ** 52;
  const hundredths = Math.floor((100 - edgePercent) / (1 - fraction));
  return Math.min(MAX_CASHOUT_HUNDREDTHS, Math.max(100, hundredths));
}
