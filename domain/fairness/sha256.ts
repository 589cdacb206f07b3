import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();

/** A text's UTF-8 bytes. */
export const utf8ToBytes = (text: string): Uint8Array => encoder.encode(text);

/** SHA-256 of a text's UTF-8 bytes, as 64 lowercase hex characters. */
export type Sha256Hex = (text: string) => string;

/** SHA-256 of a text's UTF-8 bytes, in lowercase hex. */
export const sha256Hex: Sha256Hex = (text) => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 of bytes, as bytes. */
export function sha256Bytes(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** HMAC-SHA-256 with a text as key (its UTF-8 bytes). */
export function hmacSha256(key: string, message: Uint8Array | string): Uint8Array {
  return hmac(sha256, utf8ToBytes(key), typeof message === 'string' ? utf8ToBytes(message) : message);
}

/** True for 32 bytes in lowercase hex: the one spelling of a hash that is hashed further. */
export function isSha256Hex(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export { bytesToHex, hexToBytes };
