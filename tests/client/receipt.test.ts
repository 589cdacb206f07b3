import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type JsonWebKeySet, type ReceiptPayload, verifyReceipt } from '../../client/sdk/index.ts';

const payload: ReceiptPayload = {
  type: 'cashout',
  table: 'main',
  game: 12,
  betId: '01a1fc40-3fec-7d80-ac9a-016304944687',
  playerId: '01a1fc3f-fd38-7f58-9af7-a2170a90597b',
  amountCoins: 1_000,
  atHundredths: 231,
  payoutCoins: 2_310,
  receivedAtMs: 1_795_233_434_123,
  sequence: 9,
};

const ours = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');
const jwks = { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'ours' }] } as JsonWebKeySet;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function receipt(
  signer = ours,
  header: object = { alg: 'EdDSA', kid: 'ours' },
  body: object = payload,
): string {
  const signed = `${encode(header)}.${encode(body)}`;
  return `${signed}.${sign(null, Buffer.from(signed), signer.privateKey).toString('base64url')}`;
}

describe('a receipt', () => {
  test('as signed is valid, with white space around it too', async () => {
    expect(await verifyReceipt(`  ${receipt()}\n`, jwks)).toEqual({ valid: true, payload });
  });

  test('with any character of its content changed is not', async () => {
    const [header, body, signature] = receipt().split('.') as [string, string, string];
    const changed = encode({ ...payload, payoutCoins: 23_100 });
    const check = await verifyReceipt(`${header}.${changed}.${signature}`, jwks);
    expect(check).toMatchObject({ valid: false, problem: 'badSignature', payload: { payoutCoins: 23_100 } });
    expect(body).not.toBe(changed);
  });

  test('signed by someone else is not', async () => {
    expect(await verifyReceipt(receipt(others), jwks)).toMatchObject({ problem: 'badSignature' });
  });

  test('that names an unknown key is not', async () => {
    const check = await verifyReceipt(receipt(others, { alg: 'EdDSA', kid: 'theirs' }), jwks);
    expect(check).toMatchObject({ valid: false, problem: 'unknownKey' });
  });

  test.each([
    '',
    'a.b',
    'not a receipt at all',
    `${encode({ alg: 'none' })}.${encode(payload)}.`,
    receipt(ours, { alg: 'none', kid: 'ours' }),
    receipt(ours, { alg: 'HS256', kid: 'ours' }),
    `${receipt()}.extra`,
  ])('that is none is malformed: %s', async (text) => {
    expect(await verifyReceipt(text, jwks)).toEqual({ valid: false, problem: 'malformed', payload: null });
  });
});
