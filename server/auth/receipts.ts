import { sign } from 'node:crypto';
import type { ReceiptPayload } from '../../domain/protocol/crash.ts';
import type { SigningKeys } from './signingKeys.ts';

export interface Receipts {
  /** A compact JWS (RFC 7515, EdDSA) over the payload; anyone can check it against the JWKS. */
  sign(payload: ReceiptPayload): string;
}

/** Signs at once: a room answers in the turn in which it knows the answer. Key object and header are kept. */
export function createReceipts({ receipt }: SigningKeys): Receipts {
  const header = base64url({ alg: 'EdDSA', kid: receipt.kid, typ: 'fairground-receipt' });
  return {
    sign(payload) {
      const signed = `${header}.${base64url(payload)}`;
      return `${signed}.${sign(null, Buffer.from(signed), receipt.privateKey).toString('base64url')}`;
    },
  };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
