import { defineEntity, p } from '@mikro-orm/core';
import { SeedChainEntity } from './seedChain.ts';

/** Every thousandth hash of a chain, encrypted. */
export const SeedCheckpointEntity = defineEntity({
  name: 'SeedCheckpointEntity',
  tableName: 'seed_checkpoint',
  properties: {
    chain: () => p.manyToOne(SeedChainEntity).primary(),
    index: p.integer().primary(),
    sealed: p.uint8array(),
  },
});
