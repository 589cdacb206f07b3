import type pg from 'pg';
import { crashOdds, oddsHash } from '../../domain/crash/odds.ts';
import type { GameSummary, Page } from '../../domain/crash/records.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { below, toPage } from './page.ts';

interface GameRow {
  bet_id: string;
  crash_table: string;
  game: string;
  amount_coins: string;
  received_at_ms: string;
  stake_id: string;
  balance_after_stake: string;
  outcome: 'cashed' | 'cancelled' | 'voided' | null;
  at_hundredths: number | null;
  ended_at_ms: string | null;
  paid_coins: string | null;
  balance_after_payout: string | null;
  settled: boolean;
  busted_at_ms: string | null;
  rules: TableRules;
}

/**
 * A player's bets by their stakes' transfers: the index of a player's lines has them in order, so that
 * `crash_bet`, which is written a thousand times for each such question, needs no index of its own.
 */
const SELECT_GAMES = `
  select b.bet_id, b.crash_table, b.game, b.amount_coins, b.received_at_ms, t.id as stake_id,
         t.debit_after as balance_after_stake, e.outcome, e.at_hundredths, e.received_at_ms as ended_at_ms,
         paid.amount as paid_coins, paid.credit_after as balance_after_payout,
         r.phase = 'settled' as settled, r.busted_at_ms, r.rules
    from account a
    join transfer t on t.debit_id = a.id and t.debit_id >= 1000
    join crash_bet b on b.bet_id = t.ref
    join crash_round r on r.crash_table = b.crash_table and r.game = b.game
    left join crash_bet_end e on e.bet_id = b.bet_id
    left join transfer paid on paid.credit_id = a.id and paid.credit_id >= 1000 and paid.id = e.transfer_id
   where a.player_id = $1 and a.currency = 'coins' and t.kind = 'crash.bet'`;

function toSummary(row: GameRow): GameSummary {
  const betCoins = Number(row.amount_coins);
  const payoutCoins = Number(row.paid_coins ?? 0);
  const balanceAfterStake = Number(row.balance_after_stake);
  const endedAt = row.ended_at_ms ?? row.busted_at_ms;
  return {
    gameId: row.bet_id,
    game: 'crash',
    startedAtMs: Number(row.received_at_ms),
    endedAtMs: endedAt === null ? null : Number(endedAt),
    betCoins,
    payoutCoins,
    netCoins: payoutCoins - betCoins,
    balanceBeforeCoins: balanceAfterStake + betCoins,
    balanceAfterCoins:
      row.balance_after_payout === null ? balanceAfterStake : Number(row.balance_after_payout),
    oddsHash: oddsHash(crashOdds(row.rules)),
    proof: { table: row.crash_table, game: Number(row.game) },
    outcome: row.outcome ?? (row.settled ? 'lost' : 'open'),
    atHundredths: row.at_hundredths,
  };
}

/** The player's games, newest first; `game` null or `crash`: others have none yet. */
export async function readHistory(
  pool: pg.Pool,
  playerId: string,
  game: string | null,
  limit: number,
  cursor: string | null,
): Promise<Page<GameSummary>> {
  if (game !== null && game !== 'crash') return { items: [], next: null };
  const { rows } = await pool.query<GameRow>(`${SELECT_GAMES} and t.id < $2 order by t.id desc limit $3`, [
    playerId,
    below(cursor),
    limit + 1,
  ]);
  return toPage(rows, limit, (row) => row.stake_id, toSummary);
}

export async function readGame(pool: pg.Pool, playerId: string, gameId: string): Promise<GameSummary | null> {
  const { rows } = await pool.query<GameRow>(
    `${SELECT_GAMES} and t.id = (select transfer_id from crash_bet where bet_id = $2)`,
    [playerId, gameId],
  );
  return rows[0] ? toSummary(rows[0]) : null;
}
