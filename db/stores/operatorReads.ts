import type pg from 'pg';
import type { OperatorReads, OperatorRound, RoundFilter } from '../../domain/crash/operatorReads.ts';
import { orThrow } from '../transact.ts';
import { type BetRow, type RoundRow, SELECT_BETS, toBet } from './crashRows.ts';

type SummedRow = RoundRow & { bets: number; staked: string; paid: string };

/** Of rounds that have not ended the bets are added up; the others know their sums. */
const SELECT_ROUNDS = `
  select r.*, coalesce(r.bet_count, s.bets) as bets, coalesce(r.staked_coins, s.staked) as staked,
         coalesce(r.paid_coins, s.paid) as paid
    from crash_round r
    left join lateral (
      select count(*)::int as bets, coalesce(sum(b.amount_coins), 0)::bigint as staked,
             coalesce(sum(e.payout_coins) filter (where e.outcome = 'cashed'), 0)::bigint as paid
        from crash_bet b left join crash_bet_end e on e.bet_id = b.bet_id
       where r.phase <> 'settled' and b.crash_table = r.crash_table and b.game = r.game
         and e.outcome is distinct from 'cancelled'
    ) s on true`;

/** The player's rounds by the lines of their account: bets themselves are found by round only. */
const OF_PLAYER = `
  (r.crash_table, r.game) in (
    select b.crash_table, b.game
      from account a
      join transfer t on t.debit_id = a.id and t.debit_id >= 1000 and t.kind = 'crash.bet'
      join crash_bet b on b.bet_id = t.ref
     where a.player_id = $PLACE and a.currency = 'coins')`;

export function operatorReads(pool: pg.Pool): OperatorReads {
  return {
    rounds: (filter, limit, cursor) =>
      orThrow(async () => {
        const { where, values } = conditions(filter, cursor);
        const { rows } = await pool.query<SummedRow>(
          `${SELECT_ROUNDS} where ${where}
            order by r.started_at_ms desc, r.crash_table desc, r.game desc limit ${limit + 1}`,
          values,
        );
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: shown.map(toRound),
          next: rows.length > limit && last ? cursorOf(last) : null,
        };
      }),

    round: (table, game) =>
      orThrow(async () => {
        const { rows } = await pool.query<SummedRow>(
          `${SELECT_ROUNDS} where r.crash_table = $1 and r.game = $2`,
          [table, game],
        );
        const row = rows[0];
        if (!row) return null;
        const bets = await pool.query<BetRow>(
          `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 order by b.sequence, b.bet_id`,
          [table, game],
        );
        return { ...toRound(row), limits: row.rules, gaps: row.gaps, bets: bets.rows.map(toBet) };
      }),

    leases: () =>
      orThrow(async () => {
        const { rows } = await pool.query<{
          crash_table: string;
          member: string | null;
          fence: string;
        }>(
          `select crash_table, case when expires_at > clock_timestamp() then owner end as member, fence
             from table_lease where name = 'crash/' || crash_table order by crash_table`,
        );
        return rows.map(({ crash_table: table, member, fence }) => ({
          ...{ table, member },
          fence: Number(fence),
        }));
      }),
  };
}

function conditions(
  { table, playerId, status, fromMs, toMs }: RoundFilter,
  cursor: string | null,
): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const where: string[] = ['true'];
  if (table !== undefined) where.push(`r.crash_table = ${place(table)}`);
  if (playerId !== undefined) where.push(OF_PLAYER.replace('$PLACE', place(playerId)));
  if (status === 'voided') where.push('r.void_reason is not null');
  else if (status === 'settled') where.push(`r.phase = 'settled' and r.void_reason is null`);
  else if (status !== undefined) where.push(`r.phase = ${place(status)}`);
  if (fromMs !== undefined) where.push(`r.started_at_ms >= ${place(fromMs)}`);
  if (toMs !== undefined) where.push(`r.started_at_ms <= ${place(toMs)}`);
  if (cursor !== null) {
    const [startedAtMs, game, name] = cursor.split(/[.~]/);
    where.push(
      `(r.started_at_ms, r.crash_table, r.game) < (${place(startedAtMs)}, ${place(name)}, ${place(game)})`,
    );
  }
  return { where: where.join(' and '), values };
}

/** As `ROUND_CURSOR` of the HTTP edge: `start.game~table`. */
function cursorOf(row: RoundRow): string {
  return `${row.started_at_ms}.${row.game}~${row.crash_table}`;
}

function toRound(row: SummedRow): OperatorRound {
  const number = (value: string | null) => (value === null ? null : Number(value));
  return {
    table: row.crash_table,
    game: Number(row.game),
    status: row.void_reason === null ? row.phase : 'voided',
    startedAtMs: Number(row.started_at_ms),
    launchedAtMs: number(row.launched_at_ms),
    bustedAtMs: number(row.busted_at_ms),
    bustHundredths: row.bust_hundredths,
    hash: row.hash,
    bets: row.bets,
    stakedCoins: Number(row.staked),
    paidCoins: Number(row.paid),
    voidReason: row.void_reason,
  };
}
