import type pg from 'pg';
import { barsAt, exclude, pause } from '../../domain/limits/bars.ts';
import { changeLimits, LIMIT_KINDS } from '../../domain/limits/limits.ts';
import { PERIODS } from '../../domain/limits/periods.ts';
import type { LimitStore } from '../../domain/limits/port.ts';
import { limitRefusal } from '../../domain/limits/refusal.ts';
import { factsOf, type LimitState, type PlayLimits, viewOf } from '../../domain/limits/state.ts';
import { ok, type Result } from '../../domain/result.ts';
import { orThrow, transact } from '../transact.ts';
import { readLimits, writeBars, writeLimits } from './limitRows.ts';
import { beginCounting, usedByLines } from './limitUse.ts';
import { countPlayed, realityCheck } from './playedTime.ts';

export function limitStore(pool: pg.Pool): LimitStore {
  return {
    read: (playerId) =>
      orThrow(async () => {
        const { state, nowMs } = await readLimits(pool, playerId);
        return viewOf(state, nowMs);
      }),

    change: (playerId, wish) =>
      orThrow(async () => {
        const changed = await changeState(pool, playerId, (state, nowMs) =>
          ok({ ...state, limits: changeLimits(state.limits, wish, nowMs) }),
        );
        if (!changed.ok) throw new Error(`limits were refused: ${changed.error.code}`);
        return changed.value;
      }),

    pause: (playerId, hours) =>
      orThrow(() =>
        changeState(pool, playerId, (state, nowMs) => {
          const bars = pause(barsAt(state.bars, nowMs), hours, nowMs);
          return bars.ok ? ok({ ...state, bars: bars.value }) : bars;
        }),
      ),

    exclude: (playerId, days) =>
      orThrow(() =>
        changeState(pool, playerId, (state, nowMs) => {
          const bars = exclude(barsAt(state.bars, nowMs), days, nowMs);
          return bars.ok ? ok({ ...state, bars: bars.value }) : bars;
        }),
      ),

    refusal: ({ id }, stakeCoins) =>
      orThrow(async () => {
        const { state, nowMs } = await readLimits(pool, id);
        return limitRefusal(factsOf(state, nowMs), stakeCoins);
      }),

    countPlayed: (spans) => orThrow(() => countPlayed(pool, spans)),
    realityCheck: (playerId) => orThrow(() => realityCheck(pool, playerId)),
  };
}

/**
 * A change under the lock of the account, which the ledger takes for each stake: what is posted afterwards meets the
 * new limits. With a player's first limit, most of what was used is added up before the lock.
 */
async function changeState(
  pool: pg.Pool,
  playerId: string,
  change: (state: LimitState, nowMs: number) => Result<LimitState>,
): Promise<Result<PlayLimits>> {
  const before = await readLimits(pool, playerId);
  const { accountId } = before;
  const usedBefore = before.state.counted ? null : await usedByLines(pool, accountId, before.nowMs);
  return transact(pool, async (client) => {
    await client.query('select 1 from account where id = $1 for no key update', [accountId]);
    const { state, nowMs } = await readLimits(client, playerId);
    const changed = change(state, nowMs);
    if (!changed.ok) return changed;
    await writeLimits(client, accountId, changed.value.limits);
    await writeBars(client, accountId, changed.value.bars);
    const limits = isLimited(changed.value, nowMs);
    if (limits && !state.counted) {
      const known = usedBefore ?? { lastId: '0', days: [] };
      const since = await usedByLines(client, accountId, nowMs, known);
      await beginCounting(client, accountId, [known, since]);
    } else if (!limits && state.counted) {
      await client.query('update account set limited = false where id = $1', [accountId]);
    }
    const stands = await readLimits(client, playerId);
    return ok(viewOf(stands.state, nowMs));
  });
}

function isLimited({ limits, bars }: LimitState, nowMs: number): boolean {
  const { pausedUntilMs, excludedUntilMs } = barsAt(bars, nowMs);
  if (pausedUntilMs !== null || excludedUntilMs !== null) return true;
  return LIMIT_KINDS.some((kind) =>
    PERIODS.some((period) => limits[kind][period].value !== null || limits[kind][period].pending !== null),
  );
}
