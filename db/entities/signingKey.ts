import { defineEntity, p } from '@mikro-orm/core';
import type { SigningKey } from '../../domain/identity/port.ts';

/** A key the process signs with; its private half is encrypted. */
export const SigningKeyEntity = defineEntity({
  name: 'SigningKeyEntity',
  tableName: 'signing_key',
  properties: {
    kid: p.text().primary(),
    purpose: p.text().$type<SigningKey['purpose']>(),
    algorithm: p.text().$type<SigningKey['algorithm']>(),
    sealedPrivateKey: p.uint8array(),
    publicJwk: p.json().$type<Record<string, unknown>>().nullable(),
    createdAtMs: p.bigint('number'),
  },
});
