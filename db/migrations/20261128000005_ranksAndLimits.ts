import { Migration } from '@mikro-orm/migrations';

/**
 * Ranks: what was staked a day, by which the rule raises them. Stakes are counted in the
 * background, up to an instant that stands in `stake_count_cursor`; what a database from before holds is counted here.
 */
export class RanksAndLimits extends Migration {
  override name = '20261128000005_ranksAndLimits';

  override up(): void {
    this.addSql(`create index player_ranked on player (id) where rank <> 'STANDARD'`);

    this.addSql(`
      create table staked_day (
        account_id bigint not null,
        day int not null,
        staked_coins bigint not null,
        constraint staked_day_pkey primary key (account_id, day)
      ) with (fillfactor = 50)`);
    this.addSql(`
      create table stake_count_cursor (
        id int primary key,
        counted_until timestamptz not null
      )`);
    this.addSql('insert into stake_count_cursor (id, counted_until) values (1, now())');
    this.addSql(`
      insert into staked_day (account_id, day, staked_coins)
      select s.account_id, s.day, sum(s.amount)
        from (select case when kind in ('crash.cancel', 'crash.void') then credit_id else debit_id end as account_id,
                     floor(extract(epoch from created_at) / 86400)::int as day,
                     case when kind in ('crash.cancel', 'crash.void') then -amount else amount end as amount
                from transfer
               where created_at > now() - interval '31 days' and created_at <= now()
                 and kind in ('crash.bet', 'slots.spin', 'gacha.pull', 'rps.throw', 'rps.stake', 'crash.cancel',
                              'crash.void')) s
       where s.account_id >= 1000
       group by s.account_id, s.day`);
  }
}
