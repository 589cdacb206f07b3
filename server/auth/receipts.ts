import { sign } from 'node:crypto';
import type { ReceiptPayload } from '../../domain/protocol/crash.ts';
import type { SigningKeys } from './signingKeys.ts';

export interface Receipts {
  /** A compact JWS (RFC 7515, EdDSA) over the payload; anyone can check it against the JWKS. */
  sign(payload: ReceiptPayload): string;
}

/** Signs at once: a room answers in the turn in which it knows the answer. The header is kept as long as its key. */
export function createReceipts(keys: Pick<SigningKeys, 'receipt'>): Receipts {
  let header = { kid: '', text: '' };
  return {
    sign(payload) {
      const { kid, privateKey } = keys.receipt;
      if (header.kid !== kid) {
        header = { kid, text: base64url({ alg: 'EdDSA', kid, typ: 'fairground-receipt' }) };
      }
      const signed = `${header.text}.${base64url(payload)}`;
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
