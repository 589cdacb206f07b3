import { randomUUID } from 'node:crypto';
import { memoryCrash } from '../../simulation/database/crashStore.ts';
import { memoryLeases } from '../../simulation/database/leaseStore.ts';
import { memoryChains } from '../../simulation/database/otherStores.ts';
import { Tables } from '../../simulation/database/tables.ts';
import { Random } from '../../simulation/random.ts';
import { crashStoreContract } from './crashStore.contract.ts';
import type { CrashWorld } from './crashWorld.ts';
import { leaseStoreContract } from './leaseStore.contract.ts';

/** What the simulation has in place of PostgreSQL. */
async function open(): Promise<CrashWorld> {
  const tables = new Tables(Date.now, new Random(1, 'contract'));
  const dead = new Set<string>();
  tables.isGone = (owner) => dead.has(owner);
  const { ledger } = tables;
  return {
    ...{ ledger, crash: memoryCrash(tables), leases: memoryLeases(tables), chains: memoryChains(tables) },
    ownerId: randomUUID(),
    identity: { createPlayer: async ({ nickname }) => tables.addPlayer(nickname) },
    another: async () => ({ ledger }),
    nowMs: async () => Date.now(),
    async expire(table) {
      tables.leases.get(table)!.expiresAtMs = 0;
    },
    async process() {
      const owner = randomUUID();
      return { owner, die: async () => void dead.add(owner) };
    },
    async lease(table) {
      const { fence, heartbeatAtMs } = tables.leases.get(table)!;
      return { fence, heartbeatAtMs };
    },
    dispose: async () => {},
  };
}

crashStoreContract('rounds in memory', open);
leaseStoreContract('leases in memory', open);
