import type { Fleet } from '../cluster/fleet.ts';
import type { Told } from './told.ts';

/** Everything of the bank test at one instant. */
export interface Audit {
  transfers: number;
  /** What breaks a promise, in words; empty when nothing does. */
  problems: string[];
}

/** Sums of balances, every account from its lines, and every answer that anybody was ever given against the records. */
export async function audit({ pool, reconcile }: Fleet, told: Told): Promise<Audit> {
  const books = await reconcile();
  const problems: string[] = [];
  if (books.differenceCoins !== 0)
    problems.push(
      `the books differ by ${books.differenceCoins}: ${JSON.stringify(books.differences.slice(0, 3))}`,
    );
  const missing = async (what: string, sql: string, columns: unknown[][]) => {
    const { rows } = await pool.query<{ id: string }>(sql, columns);
    if (rows.length > 0)
      problems.push(
        `${rows.length} ${what}, such as ${rows
          .slice(0, 3)
          .map(({ id }) => id)
          .join(', ')}`,
      );
  };
  await missing('players have less than nothing', BELOW_ZERO, []);
  await missing('games share a nonce of a pair', SHARED_NONCES, []);
  const games = gamesOf(told);
  const bets = [...told.bets];
  await missing('bets were acknowledged and are not there', BETS, [
    bets.map(([betId]) => betId),
    bets.map(([, { playerId }]) => playerId),
    bets.map(([, { amountCoins }]) => amountCoins),
    bets.map(([, { game }]) => game),
  ]);
  const cashouts = [...told.cashouts];
  await missing('cash-outs were acknowledged and are not there', CASHOUTS, [
    cashouts.map(([betId]) => betId),
    cashouts.map(([, { payoutCoins }]) => payoutCoins),
    cashouts.map(([, { atHundredths }]) => atHundredths),
  ]);
  await missing('cancellations were acknowledged and are not there', CANCELS, [[...told.cancels.keys()]]);
  await missing('games were acknowledged and are not there', GAMES, [
    games.map(({ gameId }) => gameId),
    games.map(({ playerId }) => playerId),
    games.map(({ nonce }) => nonce),
  ]);
  await missing('backtests were acknowledged and are not there', JOBS, [
    told.jobs.map(({ jobId }) => jobId),
    told.jobs.map(({ playerId }) => playerId),
  ]);
  const changed = told.sessions.flatMap((player) => player.changed);
  if (changed.length > 0) problems.push(`${changed.length} repeated keys were answered with other games`);
  return { transfers: books.transfers, problems };
}

export function gamesOf({ sessions }: Told): { playerId: string; gameId: string; nonce: number }[] {
  return sessions.flatMap(({ playerId, acknowledged }) =>
    acknowledged.map(({ gameId, nonce }) => ({ playerId, gameId, nonce })),
  );
}

/** Backtests that have not ended yet. */
export async function openJobs({ pool }: Fleet): Promise<number> {
  const { rows } = await pool.query<{ open: number }>(
    `select count(*)::int as open from backtest_job where status in ('queued', 'running')`,
  );
  return rows[0]!.open;
}

const BELOW_ZERO = `select id::text from account where kind = 'player' and balance < 0`;
const SHARED_NONCES = `
  select pair_id::text || ' ' || nonce as id from game where pair_id is not null
   group by pair_id, nonce having count(*) > 1`;
const BETS = `
  select a.bet_id::text as id
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as a (bet_id, player_id, amount, game)
    left join crash_bet b on b.bet_id = a.bet_id and b.player_id = a.player_id and b.amount_coins = a.amount
                         and b.game = a.game
   where b.bet_id is null`;
const CASHOUTS = `
  select a.bet_id::text as id from unnest($1::uuid[], $2::bigint[], $3::int[]) as a (bet_id, payout, at)
    left join crash_bet_end e on e.bet_id = a.bet_id and e.outcome = 'cashed' and e.payout_coins = a.payout
                             and e.at_hundredths = a.at
   where e.bet_id is null`;
const CANCELS = `
  select a.bet_id::text as id from unnest($1::uuid[]) as a (bet_id)
    left join crash_bet_end e on e.bet_id = a.bet_id and e.outcome = 'cancelled' where e.bet_id is null`;
const GAMES = `
  select a.game_id::text as id from unnest($1::uuid[], $2::uuid[], $3::int[]) as a (game_id, player_id, nonce)
    left join game g on g.game_id = a.game_id and g.player_id = a.player_id and g.nonce = a.nonce
   where g.game_id is null`;
const JOBS = `
  select a.job_id::text as id from unnest($1::uuid[], $2::uuid[]) as a (job_id, player_id)
    left join backtest_job j on j.job_id = a.job_id and j.player_id = a.player_id where j.job_id is null`;
