import { Migration } from '@mikro-orm/migrations';

/**
 * Games that are drawn from a player's seed pair, and what they depend on. Written by `ledger_post` with their
 * money. No foreign keys, for the reason given at the first tables; `game` has no index beside its key: a
 * player's games are found by the lines of their stakes, which have one.
 */
export class Games extends Migration {
  override name = '20261121000004_games';

  override up(): void {
    this.addSql(`
      insert into account (id, currency, kind) values
        (11, 'coins', 'house'), (12, 'coins', 'house'), (13, 'coins', 'house'), (14, 'coins', 'escrow')`);

    this.addSql(`
      create table seed_pair (
        pair_id uuid primary key,
        player_id uuid not null,
        status text not null,
        sealed bytea not null,
        server_seed_hash text not null,
        client_seed text not null default '',
        chosen_by_player boolean not null default false,
        nonce int not null default 0,
        created_at_ms bigint not null,
        activated_at_ms bigint,
        revealed_at_ms bigint,
        constraint seed_pair_status_check check (status in ('next', 'active', 'revealed'))
      ) with (fillfactor = 50)`);
    this.addSql(`
      create unique index seed_pair_standing_unique on seed_pair (player_id, status) where status <> 'revealed'`);
    this.addSql('create index seed_pair_client_seed on seed_pair (player_id, client_seed)');

    this.addSql(`
      create table game_state (
        owner_id uuid not null,
        scope text not null,
        state jsonb not null,
        due_at_ms bigint,
        constraint game_state_pkey primary key (owner_id, scope)
      ) with (fillfactor = 50)`);
    this.addSql('create index game_state_due on game_state (scope, due_at_ms) where due_at_ms is not null');

    this.addSql(`
      create table gacha_stock (
        banner text not null,
        item text not null,
        remaining int not null,
        constraint gacha_stock_pkey primary key (banner, item),
        constraint gacha_stock_remaining_check check (remaining >= 0)
      ) with (fillfactor = 20)`);

    this.addSql(`
      create table game (
        game_id uuid primary key,
        player_id uuid not null,
        game text not null,
        variant text not null,
        session_id uuid,
        pair_id uuid,
        nonce int,
        bet_coins bigint not null,
        payout_coins bigint not null,
        started_at_ms bigint not null,
        ended_at_ms bigint not null,
        odds_hash text not null,
        inputs json not null,
        outcome json not null,
        tally json not null,
        stake_id bigint not null,
        payout_id bigint
      )`);
    this.addSql(`
      create trigger game_append_only before update or delete or truncate on game
        for each statement execute function refuse_change()`);

    this.addSql(`
      create table game_session (
        session_id uuid primary key,
        player_id uuid not null,
        game text not null,
        variant text not null,
        owner uuid not null,
        after_transfer_id bigint not null,
        started_at_ms bigint not null,
        ended_at_ms bigint,
        rounds int,
        bet_coins bigint,
        win_coins bigint,
        outcomes jsonb
      )`);
    this.addSql(`
      create index game_session_player on game_session (player_id, ended_at_ms) where ended_at_ms is not null`);
    this.addSql(`create index game_session_open on game_session (owner) where ended_at_ms is null`);

    this.addSql(`
      create table odds_table (
        odds_hash text primary key,
        odds jsonb not null,
        first_used_at_ms bigint not null
      )`);
  }
}
