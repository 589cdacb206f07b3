import type pg from 'pg';
import type { RecordedBet, RoundRecord, RoundSummary } from '../../domain/crash/records.ts';
import { betBook } from '../../domain/fairness/betBook.ts';
import type { Page } from '../../domain/page.ts';
import { type BetRow, type RoundRow, SELECT_BETS, toBet } from './crashRows.ts';
import { below, toPage } from './page.ts';

type SettledRow = RoundRow & { salt: string };

const SELECT_SETTLED = `
  select r.*, c.salt from crash_round r join seed_chain c on c.id = r.chain_id
   where r.phase = 'settled' and r.crash_table = $1`;

function toSummary(row: SettledRow): RoundSummary {
  return {
    game: Number(row.game),
    chainId: row.chain_id,
    salt: row.salt,
    hash: row.hash!,
    bustHundredths: row.bust_hundredths!,
    betBookRoot: row.bet_book_root!,
    startedAtMs: Number(row.started_at_ms),
    launchedAtMs: Number(row.launched_at_ms),
    bustedAtMs: Number(row.busted_at_ms),
    bets: row.bet_count!,
    stakedCoins: Number(row.staked_coins),
    paidCoins: Number(row.paid_coins),
    voided: row.void_reason !== null,
    ...(row.void_reason === null ? {} : { voidReason: row.void_reason }),
  };
}

export async function readRounds(
  pool: pg.Pool,
  table: string,
  limit: number,
  cursor: string | null,
): Promise<Page<RoundSummary>> {
  const { rows } = await pool.query<SettledRow>(
    `${SELECT_SETTLED} and r.game < $2 order by r.game desc limit $3`,
    [table, below(cursor), limit + 1],
  );
  return toPage(rows, limit, (row) => row.game, toSummary);
}

export async function readRecord(pool: pg.Pool, table: string, game: number): Promise<RoundRecord | null> {
  const rounds = await pool.query<SettledRow>(`${SELECT_SETTLED} and r.game = $2`, [table, game]);
  const round = rounds.rows[0];
  if (!round) return null;
  const { rows } = await pool.query<BetRow>(
    `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 order by b.bet_id`,
    [table, game],
  );
  const bets = rows.map(toBet);
  const inBook = bets.filter((bet) => bet.state !== 'cancelled');
  const { proofs } = betBook(inBook);
  return {
    table,
    ...toSummary(round),
    bets: inBook.map(
      (bet): RecordedBet => ({
        betId: bet.betId,
        playerId: bet.playerId,
        ...(bet.bot ? { bot: true } : {}),
        amountCoins: bet.amountCoins,
        ...(bet.autoCashoutHundredths === null ? {} : { autoCashoutHundredths: bet.autoCashoutHundredths }),
        proof: proofs.get(bet.betId)!,
        ...(bet.cashout ? { cashout: bet.cashout } : {}),
      }),
    ),
    cancelled: bets
      .filter((bet) => bet.cancelled !== null)
      .map((bet) => ({
        betId: bet.betId,
        playerId: bet.playerId,
        amountCoins: bet.amountCoins,
        receivedAtMs: bet.cancelled!.receivedAtMs,
        sequence: bet.cancelled!.sequence,
      })),
    gaps: round.gaps,
    limits: round.rules,
  };
}
