/**
 * Rows for a rehearsal, `$1` in number (or a share of it), in the form that a table had when it first was there. Plausible
 * where a migration looks at them: names that look alike, tokens in families, stakes of the last month.
 * In this order; each table once, as soon as it exists.
 */
export const FILL: Readonly<Record<string, string>> = {
  player: `
    insert into player (id, nickname, rank, created_at_ms)
    select md5('player ' || n)::uuid, 'Player' || n, case n % 20 when 0 then 'VIP' else 'STANDARD' end, n
      from generate_series(1, $1::int) n`,
  account: `
    insert into account (player_id, currency, kind, balance)
    select md5('player ' || n)::uuid, currency, 'player', 100000
      from generate_series(1, $1::int) n, unnest(array['coins', 'gems', 'credits']) currency`,
  transfer: `
    insert into transfer (idem_key, leg, legs, id, debit_id, credit_id, amount, debit_after, credit_after, fingerprint,
                          created_at, ref, kind)
    select md5('transfer ' || n)::uuid, 0, 1, n, 1000 + n % 3000, 10, 100 + n % 900, 1, 1, n,
           now() - interval '40 days' * n / ($1 * 10), md5('bet ' || n)::uuid, 'crash.bet'
      from generate_series(1, $1::int * 10) n`,
  crash_round: `
    insert into crash_round (crash_table, game, chain_id, phase, started_at_ms, betting_ends_at_ms, launched_at_ms,
                             bet_book_root, rules, hash, bust_hundredths, busted_at_ms, bet_count, staked_coins, paid_coins)
    select 'main', n, 1, 'settled', n * 20000, n * 20000 + 6000, n * 20000 + 6000, md5(n::text), '{"table": "main"}',
           md5(n::text), 100 + n % 900, n * 20000 + 9000, 5, 500, 480
      from generate_series(1, $1::int) n`,
  crash_bet: `
    insert into crash_bet (bet_id, crash_table, game, player_id, amount_coins, received_at_ms, sequence, transfer_id)
    select md5('bet ' || n)::uuid, 'main', 1 + n / 5, md5('player ' || n % 1000)::uuid, 100, n, n % 5 + 1, n
      from generate_series(1, $1::int * 5) n`,
  crash_bet_end: `
    insert into crash_bet_end (bet_id, outcome, at_hundredths, payout_coins, received_at_ms, sequence, reason, transfer_id)
    select md5('bet ' || n)::uuid, 'cashed', 150, 150, n, 9, 'auto', n from generate_series(1, $1::int * 5, 2) n`,
  seed_chain: `
    insert into seed_chain (crash_table, length, terminator, salt, salt_source, edge_percent, first_game, status)
    select 'table' || n, 1000000, md5(n::text), '', '', 1, 1, 'active' from generate_series(1, 3) n`,
  seed_checkpoint: `
    insert into seed_checkpoint (chain_id, index, sealed)
    select c.id, n, decode(md5(n::text), 'hex') from seed_chain c, generate_series(0, 999) n`,
  refresh_token: `
    insert into refresh_token (token_hash, family_id, player_id, expires_at_ms, spent)
    select md5('token ' || n), md5('family ' || n / 4)::uuid, md5('player ' || 1 + n / 4 % $1)::uuid, 1700000000000 + n, n % 4 < 3
      from generate_series(0, $1::int * 4 - 1) n`,
  notice: `
    insert into notice (player_id, sequence, dedupe_key, kind, data, created_at_ms)
    select md5('player ' || n)::uuid, s, md5(n || ' ' || s)::uuid, 'crash.voided', '{"game": 1}', n
      from generate_series(1, $1::int) n, generate_series(1, 2) s`,
  notice_cursor: `
    insert into notice_cursor (player_id, last_sequence)
    select md5('player ' || n)::uuid, 2 from generate_series(1, $1::int) n`,
  seed_pair: `
    insert into seed_pair (pair_id, player_id, status, sealed, server_seed_hash, created_at_ms)
    select md5(n || status)::uuid, md5('player ' || n)::uuid, status, decode(md5(n::text), 'hex'), md5(n || status), n
      from generate_series(1, $1::int) n, unnest(array['active', 'next']) status`,
  game: `
    insert into game (game_id, player_id, game, variant, pair_id, nonce, bet_coins, payout_coins, started_at_ms,
                      ended_at_ms, odds_hash, inputs, outcome, tally, stake_id)
    select md5('game ' || n)::uuid, md5('player ' || n % 1000)::uuid, 'slots', 'neon3', md5(n % 1000 || 'active')::uuid, n / 1000,
           100, 0, n, n, 'hash', '{"streak": 0}', '{"stops": [1, 2, 3]}', '{"spin": 1}', n
      from generate_series(1, $1::int * 5) n`,
  game_session: `
    insert into game_session (session_id, player_id, game, variant, owner, after_transfer_id, started_at_ms, ended_at_ms)
    select md5('session ' || n)::uuid, md5('player ' || n % 1000)::uuid, 'slots', 'neon3', md5('owner')::uuid, n, n, n
      from generate_series(1, $1::int) n`,
  game_state: `
    insert into game_state (owner_id, scope, state)
    select md5('player ' || n)::uuid, 'slots:neon3:100', '{"streak": 1}' from generate_series(1, $1::int) n`,
  backtest_job: `
    insert into backtest_job (job_id, player_id, credits_account_id, idem_key, fingerprint, public, status, last_attempt,
                              priority, queue_order, strategy, strategy_hash, config, dataset_id, dataset_name,
                              dataset_sha256, from_ms, to_ms, bars, charged_credits, stage, percent, equity, created_at_ms)
    select md5('job ' || n)::uuid, md5('player ' || n % 1000)::uuid, 1000, md5('key ' || n)::uuid, n, false, 'completed', 3, 0, n,
           '{}', 'hash', '{}', 'set', 'set', 'sha', 0, 1, 100, 1, 'stored', 100, '[]', n
      from generate_series(1, greatest(1, $1::int / 10)) n`,
};
