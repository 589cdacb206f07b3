import type { ReceiptPayload } from '../../domain/protocol/crash.ts';
import type { JsonWebKeySet } from './wire.ts';

export type ReceiptCheck =
  | { valid: true; payload: ReceiptPayload }
  /** `payload` is what an unproven receipt claims; null when it can't even be read. */
  | {
      valid: false;
      problem: 'malformed' | 'unknownKey' | 'badSignature' | 'unsupported';
      payload: ReceiptPayload | null;
    };

/**
 * Checks a receipt (compact JWS, RFC 7515, with EdDSA over Ed25519) against the server's public keys, with
 * the platform's own cryptography: `unsupported` where that has no Ed25519, or the page is not secure.
 */
export async function verifyReceipt(receipt: string, keys: JsonWebKeySet): Promise<ReceiptCheck> {
  const parts = receipt.trim().split('.');
  const header = decodeJson<{ alg?: string; kid?: string }>(parts[0]);
  const payload = decodeJson<ReceiptPayload>(parts[1]);
  const signature = decode(parts[2]);
  if (parts.length !== 3 || !header || !payload || !signature || header.alg !== 'EdDSA') {
    return { valid: false, problem: 'malformed', payload: null };
  }
  const jwk = keys.keys.find((key) => key.kid === header.kid && key.kty === 'OKP' && key.crv === 'Ed25519');
  if (!jwk) return { valid: false, problem: 'unknownKey', payload };
  const { kty, crv, x } = jwk;
  try {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
    const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    const valid = await crypto.subtle.verify('Ed25519', key, signature, signed);
    return valid ? { valid, payload } : { valid, problem: 'badSignature', payload };
  } catch {
    return { valid: false, problem: 'unsupported', payload };
  }
}

function decode(text: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (!text || !/^[\w-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function decodeJson<T>(text: string | undefined): T | null {
  const bytes = decode(text);
  if (!bytes) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' ? (value as T | null) : null;
  } catch {
    return null;
  }
}
