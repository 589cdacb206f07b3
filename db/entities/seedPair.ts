import { defineEntity, p } from '@mikro-orm/core';

/** A player's pair of seeds (FAIRNESS F2). `ledger_post` counts its nonce. */
export const SeedPairEntity = defineEntity({
  name: 'SeedPairEntity',
  tableName: 'seed_pair',
  properties: {
    pairId: p.uuid().primary(),
    playerId: p.uuid(),
    status: p.text().$type<'next' | 'active' | 'revealed'>(),
    /** The server seed, encrypted. */
    sealed: p.uint8array(),
    serverSeedHash: p.text(),
    clientSeed: p.text().default(''),
    chosenByPlayer: p.boolean().default(false),
    /** Of the next game. */
    nonce: p.integer().default(0),
    createdAtMs: p.bigint('number'),
    activatedAtMs: p.bigint('number').nullable(),
    revealedAtMs: p.bigint('number').nullable(),
  },
  indexes: [
    {
      name: 'seed_pair_standing_unique',
      expression:
        "create unique index seed_pair_standing_unique on seed_pair (player_id, status) where status <> 'revealed'",
    },
    { name: 'seed_pair_client_seed', properties: ['playerId', 'clientSeed'] },
  ],
  checks: [{ name: 'seed_pair_status_check', expression: "status in ('next', 'active', 'revealed')" }],
});
