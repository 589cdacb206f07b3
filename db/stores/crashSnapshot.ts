import type pg from 'pg';
import type { TableSnapshot, Tenure } from '../../domain/crash/port.ts';
import type { Result } from '../../domain/result.ts';
import { type BetRow, type RoundRow, SELECT_BETS, toBet, toRound } from './crashRows.ts';
import { asOwner } from './tenure.ts';

const LAST_BUSTS = 50;

/** All that a new owner needs to go on where the last one stopped. */
export function readSnapshot(pool: pg.Pool, tenure: Tenure): Promise<Result<TableSnapshot>> {
  return asOwner(pool, tenure, 'share', async (client) => {
    const lease = await client.query<{ now_ms: string; heartbeat_at_ms: string | null }>(
      `select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms,
              heartbeat_at_ms
         from table_lease where name = $1`,
      [tenure.lease],
    );
    const rounds = await client.query<RoundRow>(
      'select * from crash_round where crash_table = $1 order by game desc limit 1',
      [tenure.table],
    );
    const round = rounds.rows[0];
    const bets =
      round && round.phase !== 'settled'
        ? await client.query<BetRow>(
            `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 order by b.bet_id`,
            [tenure.table, round.game],
          )
        : null;
    const busts = await client.query<{ game: string; bust_hundredths: number }>(
      `select game, bust_hundredths from crash_round where crash_table = $1 and phase = 'settled'
        order by game desc limit $2`,
      [tenure.table, LAST_BUSTS],
    );
    const { now_ms, heartbeat_at_ms } = lease.rows[0]!;
    return {
      databaseNowMs: Number(now_ms),
      round: round ? toRound(round) : null,
      bets: bets?.rows.map(toBet) ?? [],
      lastBusts: busts.rows.map((row) => ({
        game: Number(row.game),
        bustHundredths: row.bust_hundredths,
      })),
      heartbeatAtMs: heartbeat_at_ms === null ? null : Number(heartbeat_at_ms),
    };
  });
}
