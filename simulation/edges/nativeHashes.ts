import { createHmac, hash } from 'node:crypto';

/** In place of `domain/fairness/sha256.ts`: the same hashes by Node's own, since a run makes thousands. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

export function sha256Bytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}

export function hmacSha256(key: string, message: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(message).digest());
}

export function isSha256Hex(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export const bytesToHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const hexToBytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const utf8ToBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
