import type pg from 'pg';
import type { CrashGameSummary, GameName, GameSummary, PlayedGame } from '../../domain/games/records.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { EVERY_STAKE_KIND, STAKE_KINDS } from '../../domain/ledger/stakes.ts';
import type { Page } from '../../domain/page.ts';
import { type CrashRow, type PlayedRow, toCrashSummary, toPlayedSummary } from './gameRows.ts';
import { below, toPage } from './page.ts';

type GameRow = (CrashRow | PlayedRow) & { stake_id: string };

/**
 * First as many stakes as are wanted, then what belongs to them: so the planner, which can't know how many lines a
 * player has, looks each up instead of reading all games. A stake without a game is left out: its match is not
 * finished. The sealed seed leaves the database only when its pair is revealed.
 * @param which ids of stakes, by $3
 */
const selectGames = (which: string, outcome: 'g.outcome' | 'null') => `
  select t.id as stake_id, t.debit_after as balance_after_stake, paid.credit_after as balance_after_payout,
         paid.amount as paid_coins,
         b.bet_id, b.crash_table, b.game as crash_game, b.amount_coins, b.received_at_ms,
         e.outcome as crash_end, e.at_hundredths, e.received_at_ms as crash_ended_at_ms,
         r.phase = 'settled' as settled, r.busted_at_ms, r.rules,
         g.game_id, g.game, g.variant, g.bet_coins, g.payout_coins, g.started_at_ms, g.ended_at_ms, g.odds_hash,
         g.inputs, g.tally, ${outcome} as outcome, g.nonce,
         p.pair_id, p.server_seed_hash, p.client_seed, case when p.status = 'revealed' then p.sealed end as sealed
    from account a
    cross join lateral (
      select * from transfer s
       where s.debit_id = a.id and s.debit_id >= 1000 and s.kind = any ($2) and s.id ${which}
         and (s.kind = 'crash.bet' or (select game_id from game where game_id = s.ref) is not null)
       order by s.id desc limit $4) t
    left join crash_bet b on t.kind = 'crash.bet' and b.bet_id = t.ref
    left join crash_round r on r.crash_table = b.crash_table and r.game = b.game
    left join crash_bet_end e on e.bet_id = b.bet_id
    left join game g on t.kind <> 'crash.bet' and g.game_id = t.ref and g.stake_id = t.id
    left join seed_pair p on p.pair_id = g.pair_id
    left join transfer paid on paid.credit_id = a.id and paid.credit_id >= 1000
                           and paid.id = coalesce(e.transfer_id, g.payout_id)
   where a.player_id = $1 and a.currency = 'coins'
   order by t.id desc`;

/** The player's games, newest first. */
export async function readHistory(
  pool: pg.Pool,
  cipher: Cipher,
  playerId: string,
  game: GameName | null,
  limit: number,
  cursor: string | null,
): Promise<Page<GameSummary>> {
  const { rows } = await pool.query<GameRow>(selectGames('< $3', 'null'), [
    playerId,
    game === null ? EVERY_STAKE_KIND : [STAKE_KINDS[game]],
    below(cursor),
    limit + 1,
  ]);
  return toPage(
    rows,
    limit,
    (row) => row.stake_id,
    (row) => (row.bet_id === null ? toPlayedSummary(row, cipher) : toCrashSummary(row)),
  );
}

const STAKE_OF_GAME = `coalesce((select transfer_id from crash_bet where bet_id = $3),
                               (select stake_id from game where game_id = $3))`;

export async function readGame(
  pool: pg.Pool,
  cipher: Cipher,
  playerId: string,
  gameId: string,
): Promise<CrashGameSummary | PlayedGame | null> {
  const { rows } = await pool.query<GameRow>(selectGames(`= ${STAKE_OF_GAME}`, 'g.outcome'), [
    ...[playerId, EVERY_STAKE_KIND, gameId, 1],
  ]);
  const row = rows[0];
  if (!row) return null;
  return row.bet_id === null
    ? { ...toPlayedSummary(row, cipher), outcome: row.outcome }
    : toCrashSummary(row);
}
