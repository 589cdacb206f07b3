import { ledgerStoreContract } from './ledgerStore.contract.ts';
import { openMemoryWorld } from './memoryWorld.ts';

ledgerStoreContract('the ledger in memory', openMemoryWorld);
