import { Migration } from '@mikro-orm/migrations';
import { LEDGER_FUNCTIONS } from './ledgerPost.ts';

/** The functions that post to the ledger: its text is in `ledgerPost.ts`. */
export class LedgerPost extends Migration {
  override name = '20261121000003_ledgerPost';

  override up(): void {
    for (const sql of LEDGER_FUNCTIONS) this.addSql(sql);
  }
}
