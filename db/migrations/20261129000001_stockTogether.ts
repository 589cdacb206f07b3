import { Migration } from '@mikro-orm/migrations';
import { LEDGER_FUNCTIONS } from './ledgerPost.ts';

/** A batch may take a banner's stock for many games: before it was one, and pulls waited for as many batches. */
export class StockTogether extends Migration {
  override name = '20261129000001_stockTogether';

  override up(): void {
    for (const sql of LEDGER_FUNCTIONS) this.addSql(sql);
  }
}
