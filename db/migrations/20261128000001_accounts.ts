import { Migration } from '@mikro-orm/migrations';

/** Passwords, and the count of failed log-ins, which all members of a cluster share. */
export class Accounts extends Migration {
  override name = '20261128000001_accounts';

  override up(): void {
    this.addSql('alter table player add column password_hash text');
    this.addSql(`
      create table login_attempt (
        pair text primary key,
        attempts int not null,
        last_at_ms bigint not null
      )`);
    this.addSql('create index login_attempt_age on login_attempt (last_at_ms)');
  }
}
