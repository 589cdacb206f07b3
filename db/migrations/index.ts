import { Tables } from './20261121000001_tables.ts';
import { AppendOnly } from './20261121000002_appendOnly.ts';
import { LedgerPost } from './20261121000003_ledgerPost.ts';
import { Games } from './20261121000004_games.ts';
import { LedgerPlays } from './20261121000005_ledgerPlays.ts';
import { Datasets } from './20261121000006_datasets.ts';
import { Backtests } from './20261121000007_backtests.ts';
import { Accounts } from './20261128000001_accounts.ts';
import { Audit } from './20261128000002_audit.ts';
import { Operate } from './20261128000003_operate.ts';
import { ReturnWatch } from './20261128000004_returnWatch.ts';
import { RanksAndLimits } from './20261128000005_ranksAndLimits.ts';
import { Logins } from './20261128000006_logins.ts';
import { Cluster } from './20261128000007_cluster.ts';
import { PlayLimits } from './20261128000008_playLimits.ts';
import { ReplacedChains } from './20261128000009_replacedChains.ts';
import { StockTogether } from './20261129000001_stockTogether.ts';

/**
 * In order. A migration that has been released is never changed: add another. The ledger's functions
 * alone stand in a file of their own (`ledgerPost.ts`), which every migration that changes them runs again.
 */
export const MIGRATIONS = [
  Tables,
  AppendOnly,
  LedgerPost,
  Games,
  LedgerPlays,
  Datasets,
  Backtests,
  Accounts,
  Audit,
  Operate,
  ReturnWatch,
  RanksAndLimits,
  Logins,
  Cluster,
  PlayLimits,
  ReplacedChains,
  StockTogether,
];

/** As the database keeps them, of those that were run. */
export const MIGRATION_NAMES = MIGRATIONS.map(
  (Each) => new Each(undefined as never, undefined as never).name,
);
