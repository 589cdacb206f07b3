import { Migration } from '@mikro-orm/migrations';

/** Tests of what the games return, and what operators should look at. */
export class ReturnWatch extends Migration {
  override name = '20261128000004_returnWatch';

  override up(): void {
    this.addSql(`
      create table return_watch (
        game text not null,
        variant text not null,
        measure text not null,
        plan_hash text not null,
        run int not null,
        plan json not null,
        games bigint not null,
        bet_coins bigint not null,
        paid_coins bigint not null,
        ratio_sum double precision not null,
        ratio_squares double precision not null,
        expected_sum double precision not null,
        logs double precision[] not null,
        since_ms bigint not null,
        updated_at_ms bigint not null,
        alarmed_at_ms bigint,
        ended_at_ms bigint,
        ended_by uuid,
        end_reason text,
        constraint return_watch_pkey primary key (game, variant, measure, plan_hash, run)
      )`);
    this.addSql(`
      create unique index return_watch_running_unique
        on return_watch (game, variant, measure, plan_hash) where ended_at_ms is null`);

    this.addSql(`
      create table anomaly (
        kind text not null,
        subject text not null,
        scope text not null,
        member_id uuid not null,
        amount bigint not null,
        data json not null,
        at_ms bigint not null,
        constraint anomaly_pkey primary key (kind, subject, scope, member_id)
      )`);
    this.addSql('create index anomaly_latest on anomaly (kind, at_ms)');
  }
}
