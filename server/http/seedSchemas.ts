import { z } from '@hono/zod-openapi';
import { hash } from './schemas.ts';

export const Seeds = z
  .object({
    pairId: z.uuid(),
    serverSeedHash: hash.describe('SHA-256 of the server seed’s hex text'),
    nextServerSeedHash: hash.describe('Of the server seed that the next rotation puts to use'),
    clientSeed: z.string(),
    chosenByPlayer: z.boolean().describe('False: ours, or used by this player before'),
    nonce: z.int().describe('Of the next game'),
  })
  .openapi('Seeds');

export const RevealedPair = z
  .object({
    pairId: z.uuid(),
    serverSeed: z.string().describe('64 hex characters, used as text'),
    serverSeedHash: hash,
    clientSeed: z.string(),
    gameCount: z.int().describe('Games played on it: nonces 0 to gameCount - 1'),
  })
  .openapi('RevealedPair');
