import { test } from 'vitest';
import { openTestDatabase } from '../support/database.ts';
import { agreement } from './ledgerAgreement.ts';
import { openMemoryWorld } from './memoryWorld.ts';
import { postgresWorld } from './postgresWorld.ts';

test('[LE3] [LE21] [LE22] [LE23] [LE24] [LE25] the two ledgers say the same of any postings, games among them', async () => {
  const stored = postgresWorld(await openTestDatabase());
  try {
    await agreement(await openMemoryWorld(), stored);
  } finally {
    await stored.close();
  }
});
