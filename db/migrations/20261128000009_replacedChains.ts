import { Migration } from '@mikro-orm/migrations';

/** A chain may end before its length: a restored database goes on with fresh ones (FA19). */
export class ReplacedChains extends Migration {
  override name = '20261128000009_replacedChains';

  override up(): void {
    this.addSql('alter table seed_chain add column last_game bigint');
    this.addSql('update seed_chain set last_game = first_game + length - 1');
    this.addSql('alter table seed_chain alter column last_game set not null');
  }
}
