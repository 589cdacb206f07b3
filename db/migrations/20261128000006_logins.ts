import { Migration } from '@mikro-orm/migrations';
import { skeletonOf } from '../nameSkeleton.ts';

/**
 * Each log-in is a row with its chain of refresh tokens; names that look alike are one; invite codes; signing keys have
 * successors. Tokens from before stay good: each of their families becomes a log-in.
 */
export class Logins extends Migration {
  override name = '20261128000006_logins';

  override async up(): Promise<void> {
    await this.skeletons();
    this.addSql(`
      create table login (
        id uuid primary key,
        player_id uuid not null constraint login_player_id_foreign references player (id),
        user_agent text not null,
        created_at_ms bigint not null,
        last_used_at_ms bigint not null,
        expires_at_ms bigint not null
      )`);
    this.addSql('create index login_player on login (player_id)');
    this.addSql('create index login_expiry on login (expires_at_ms)');
    this.addSql(`
      insert into login (id, player_id, user_agent, created_at_ms, last_used_at_ms, expires_at_ms)
        select family_id, (array_agg(player_id))[1], '', min(expires_at_ms) - 604800000, max(expires_at_ms) - 604800000,
               max(expires_at_ms)
          from refresh_token group by family_id`);
    this.addSql('drop index refresh_token_family');
    this.addSql('alter table refresh_token rename column family_id to login_id');
    this.addSql(`
      alter table refresh_token
        drop column player_id,
        add column spent_at_ms bigint,
        add column successor_salt bytea,
        add constraint refresh_token_login_id_foreign foreign key (login_id) references login (id) on delete cascade`);
    this.addSql('update refresh_token set spent_at_ms = 0 where spent');
    this.addSql('alter table refresh_token drop column spent');
    this.addSql('create index refresh_token_login on refresh_token (login_id)');

    this.addSql('alter table signing_key drop constraint signing_key_purpose_unique');

    this.addSql(`
      create table invite (
        code text primary key,
        created_by uuid not null,
        created_at_ms bigint not null,
        expires_at_ms bigint,
        max_uses int,
        uses int not null default 0,
        constraint invite_uses_check check (uses >= 0 and (max_uses is null or uses <= max_uses))
      )`);
    this.addSql('create index invite_age on invite (created_at_ms)');
  }

  /** Of two old names that look alike the first has the skeleton; the other one's is null, and both stay. */
  private async skeletons(): Promise<void> {
    await this.execute('alter table player add column skeleton text');
    const players = (await this.execute('select id, nickname from player order by created_at_ms, id')) as {
      id: string;
      nickname: string;
    }[];
    const firsts = new Map<string, string>();
    for (const { id, nickname } of players) {
      const skeleton = skeletonOf(nickname);
      if (!firsts.has(skeleton)) firsts.set(skeleton, id);
    }
    if (firsts.size > 0) {
      const named = [...firsts].map(([skeleton, id]) => ({ id, skeleton }));
      await this.execute(
        `update player set skeleton = n.skeleton
           from jsonb_to_recordset(?::jsonb) as n (id uuid, skeleton text) where player.id = n.id`,
        [JSON.stringify(named)],
      );
    }
    await this.execute('create unique index player_skeleton_unique on player (skeleton)');
  }
}
