import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { Settlement, Tenure } from '../../domain/crash/port.ts';
import type { Result } from '../../domain/result.ts';
import type { RoundRow } from './crashRows.ts';
import { asOwner, setPhase } from './tenure.ts';

interface Booked {
  bet_count: number;
  staked_coins: string;
  paid_coins: string;
  /** Bets whose target lies at or below the bust, and which were not paid. */
  unpaid: number;
}

/**
 * See `CrashStore.settle`. What the room counted must be what the ledger booked: a missing payout is a
 * bug, and must not be made final.
 */
export function settle(
  pool: pg.Pool,
  tenure: Tenure,
  game: number,
  settlement: Settlement,
): Promise<Result<void>> {
  const { hash, bustHundredths, bustedAtMs, stakedCoins, paidCoins, betCount } = settlement;
  return asOwner(pool, tenure, 'update', async (client) => {
    const found = await client.query<RoundRow>(
      'select * from crash_round where crash_table = $1 and game = $2',
      [tenure.table, game],
    );
    const round = found.rows[0];
    const name = `round ${game} of ${tenure.table}`;
    assert(round && round.phase !== 'betting', `${name} did not fly`);
    if (round.phase === 'settled') {
      assert(
        round.hash === hash && round.bust_hundredths === bustHundredths,
        `${name} was settled otherwise`,
      );
      return;
    }
    const { rows } = await client.query<Booked>(
      `select count(*)::int as bet_count, coalesce(sum(b.amount_coins), 0)::bigint as staked_coins,
              coalesce(sum(e.payout_coins) filter (where e.outcome = 'cashed'), 0)::bigint as paid_coins,
              count(*) filter (where e.bet_id is null and b.auto_cashout_hundredths <= $3)::int as unpaid
         from crash_bet b left join crash_bet_end e on e.bet_id = b.bet_id
        where b.crash_table = $1 and b.game = $2 and e.outcome is distinct from 'cancelled'`,
      [tenure.table, game, bustHundredths],
    );
    const booked = rows[0]!;
    assert(booked.unpaid === 0, `${name}: ${booked.unpaid} bets reached their target and were not paid`);
    assert(Number(booked.paid_coins) === paidCoins, `${name}: booked ${booked.paid_coins}, not ${paidCoins}`);
    assert(
      Number(booked.staked_coins) === stakedCoins,
      `${name}: staked ${booked.staked_coins}, not ${stakedCoins}`,
    );
    assert(booked.bet_count === betCount, `${name}: ${booked.bet_count} bets in the book, not ${betCount}`);
    await client.query(
      `update crash_round set phase = 'settled', hash = $3, bust_hundredths = $4, busted_at_ms = $5,
              bet_count = $6, staked_coins = $7, paid_coins = $8
        where crash_table = $1 and game = $2`,
      [tenure.table, game, hash, bustHundredths, bustedAtMs, betCount, stakedCoins, paidCoins],
    );
    await setPhase(client, tenure, game, 'settled');
  });
}
