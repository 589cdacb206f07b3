import { Migration } from '@mikro-orm/migrations';
import { LEDGER_FUNCTIONS } from './ledgerPost.ts';

/**
 * What players limit themselves to, and what they used of it. `account.limited` is all that the ledger looks at for the
 * others: it is read with the lock that is taken anyway.
 */
export class PlayLimits extends Migration {
  override name = '20261128000008_playLimits';

  override up(): void {
    this.addSql('alter table account add column limited boolean not null default false');
    this.addSql(`
      create table play_limit (
        account_id bigint not null,
        kind text not null,
        period text not null,
        value bigint,
        next_value bigint,
        next_from_ms bigint,
        constraint play_limit_pkey primary key (account_id, kind, period),
        constraint play_limit_kind_check check (kind in ('stakeCoins', 'lossCoins', 'playedMs')),
        constraint play_limit_period_check check (period in ('day', 'week', 'month'))
      )`);
    this.addSql(`
      create table play_bar (
        account_id bigint primary key,
        paused_until_ms bigint,
        excluded_until_ms bigint
      )`);
    this.addSql(`
      create table limit_day (
        account_id bigint not null,
        day int not null,
        staked_coins bigint not null,
        lost_coins bigint not null,
        constraint limit_day_pkey primary key (account_id, day)
      ) with (fillfactor = 50)`);
    this.addSql(`
      create table played_day (
        account_id bigint not null,
        day int not null,
        played_ms bigint not null,
        constraint played_day_pkey primary key (account_id, day)
      ) with (fillfactor = 50)`);
    this.addSql(`
      create table play_session (
        account_id bigint primary key,
        started_at_ms bigint not null,
        played_ms bigint not null,
        until_ms bigint not null,
        after_transfer_id bigint not null
      ) with (fillfactor = 50)`);
    for (const sql of LEDGER_FUNCTIONS) this.addSql(sql);
  }
}
