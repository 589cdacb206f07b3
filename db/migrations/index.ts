import { Tables } from './20261121000001_tables.ts';
import { AppendOnly } from './20261121000002_appendOnly.ts';
import { LedgerPost } from './20261121000003_ledgerPost.ts';

/** In order. A migration that has been released is never changed: add another. */
export const MIGRATIONS = [Tables, AppendOnly, LedgerPost];
