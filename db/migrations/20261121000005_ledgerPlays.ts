import { Migration } from '@mikro-orm/migrations';
import { LEDGER_FUNCTIONS } from './ledgerPost.ts';

/** The ledger's functions learn to post games: a database from before has older ones. */
export class LedgerPlays extends Migration {
  override name = '20261121000005_ledgerPlays';

  override up(): void {
    for (const sql of LEDGER_FUNCTIONS) this.addSql(sql);
  }
}
