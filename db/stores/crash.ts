import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { CrashStore } from '../../domain/crash/port.ts';
import { ok } from '../../domain/result.ts';
import { orUnavailable } from '../transact.ts';
import { betLookups } from './betLookups.ts';
import { closeBook } from './crashClosing.ts';
import { type BetRow, SELECT_BETS, toBet } from './crashRows.ts';
import { settle } from './crashSettling.ts';
import { readSnapshot } from './crashSnapshot.ts';
import { asOwner, setPhase } from './tenure.ts';

/**
 * @param pool for what owns a table and moves it on
 * @param reads for what players ask
 */
export function crashStore(pool: pg.Pool, reads: pg.Pool): CrashStore {
  return {
    snapshot: (tenure) => readSnapshot(pool, tenure),

    openRound: (tenure, round) =>
      asOwner(pool, tenure, 'update', async (client) => {
        const { rowCount } = await client.query(
          `insert into crash_round (crash_table, game, chain_id, phase, started_at_ms, betting_ends_at_ms, rules)
           values ($1, $2, $3, 'betting', $4, $5, $6) on conflict (crash_table, game) do nothing`,
          [
            tenure.table,
            round.game,
            round.chainId,
            round.startedAtMs,
            round.bettingEndsAtMs,
            JSON.stringify(round.rules),
          ],
        );
        // A repeat of an opening that did commit; had the round moved on since, its phase would have too.
        if (rowCount === 1) await setPhase(client, tenure, round.game, 'betting');
      }),

    extendBetting: (tenure, game, bettingEndsAtMs) =>
      asOwner(pool, tenure, 'update', async (client) => {
        const { rowCount } = await client.query(
          `update crash_round set betting_ends_at_ms = $3
            where crash_table = $1 and game = $2 and phase = 'betting'`,
          [tenure.table, game, bettingEndsAtMs],
        );
        assert(rowCount === 1, `round ${game} of ${tenure.table} is not in betting`);
      }),

    closeBook: (tenure, game, close) => closeBook(pool, tenure, game, close),

    recordGap: (tenure, game, gap) =>
      asOwner(pool, tenure, 'share', async (client) => {
        await client.query(
          `update crash_round set gaps = gaps || jsonb_build_array($3::jsonb)
            where crash_table = $1 and game = $2 and phase <> 'settled'
              and not gaps @> jsonb_build_array($3::jsonb)`,
          [tenure.table, game, JSON.stringify({ fromMs: gap.fromMs, toMs: gap.toMs })],
        );
      }),

    settle: (tenure, game, settlement) => settle(pool, tenure, game, settlement),

    bet: betLookups(reads),

    betsOfPlayer: (table, game, playerId) =>
      orUnavailable(async () => {
        const { rows } = await reads.query<BetRow>({
          name: 'crash_bets_of_player',
          text: `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 and b.player_id = $3 order by b.sequence`,
          values: [table, game, playerId],
        });
        return ok(rows.map(toBet));
      }),
  };
}
