import { Migration } from '@mikro-orm/migrations';

/** Money and public records are only ever added to: the database itself refuses everything else. */
export class AppendOnly extends Migration {
  override name = '20261121000002_appendOnly';

  override up(): void {
    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'FG001';
      end $$`);
    for (const table of ['transfer', 'crash_bet', 'crash_bet_end']) {
      this.addSql(`
        create trigger ${table}_append_only before update or delete or truncate on ${table}
          for each statement execute function refuse_change()`);
    }
    this.addSql(`
      create trigger crash_round_append_only before delete or truncate on crash_round
        for each statement execute function refuse_change()`);
    this.addSql(`
      create trigger crash_round_settled before update on crash_round
        for each row when (old.phase = 'settled') execute function refuse_change()`);
  }
}
