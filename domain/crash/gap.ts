import { advanceUnlessStanding, openById } from './advance.ts';
import { cashOut } from './cashout.ts';
import type { CrashEffect } from './commands.ts';
import { multiplierAt } from './curve.ts';
import { flightElapsedMs } from './flight.ts';
import type { FlyingRound } from './round.ts';

/**
 * Nobody was served since `fromMs`: the curve stands still from there until `resumesAtMs`. Unless it had
 * bust by then, or stands longer already. What happened up to a later instant is not undone.
 */
export function standStill(
  round: FlyingRound,
  fromMs: number,
  resumesAtMs: number,
  effects: CrashEffect[],
): void {
  if (round.busted) return;
  advanceUnlessStanding(round, fromMs, effects);
  if (round.busted) return;
  // A stall within a gap, or right after it, prolongs it: gaps may touch, they never overlap.
  const gap = { fromMs: Math.max(round.flownToMs, round.gaps.at(-1)?.toMs ?? 0), toMs: resumesAtMs };
  if (gap.toMs <= gap.fromMs) return;
  round.gaps.push(gap);
  round.resumesAtMs = resumesAtMs;
  effects.push({ type: 'recordGap', game: round.game, gap });
}

/**
 * The gap is over. Who is not here and named no target leaves where the curve stood: not flying on
 * without a hand on it, not losing what it had reached.
 */
export function resume(
  round: FlyingRound,
  presentPlayerIds: ReadonlySet<string>,
  nowMs: number,
  effects: CrashEffect[],
): void {
  const receivedAtMs = round.resumesAtMs;
  if (receivedAtMs !== null && nowMs >= receivedAtMs && !round.busted) {
    advanceUnlessStanding(round, nowMs, effects);
    const atHundredths = multiplierAt(flightElapsedMs(round, receivedAtMs));
    for (const bet of openById(round)) {
      if (bet.autoCashoutHundredths !== null || presentPlayerIds.has(bet.playerId)) continue;
      cashOut(round, bet, { atHundredths, receivedAtMs, reason: 'gap' }, effects);
    }
    round.resumesAtMs = null;
  }
  advanceUnlessStanding(round, nowMs, effects);
}
