import { floats, type SeedPair } from '../fairness/draw.ts';
import type { Played } from '../games/played.ts';
import type { StockUse } from '../ledger/port.ts';
import type { GachaOutcome } from '../protocol/gacha.ts';
import { ok, type Result } from '../result.ts';
import type { GachaBanner } from './banner.ts';
import { drawPulls, newest } from './drawPulls.ts';
import { type GachaState, NO_PULLS, pityOf, type Standing, standing, useDay } from './state.ts';

export interface PullRequest {
  count: 1 | 10;
  /** The banner's `dailyPulls` of the player's rank. */
  dailyLimit: number;
  nowMs: number;
}

/** A computed game, with all that is written and answered for it. */
export type PulledGame = Played<GachaOutcome> &
  Omit<Standing, 'pity'> & {
    state: GachaState;
    /** One for each limited item of the banner. */
    stock: StockUse[];
  };

/**
 * One pull or ten of a player's, drawn from its seed pair. `left` has the true number of each limited item.
 * Fails with `daily_gacha_limit` only, which carries `{limit, used, resetsAtMs}`.
 */
export function pull(
  banner: GachaBanner,
  draw: SeedPair,
  { count, dailyLimit, nowMs }: PullRequest,
  before: { state: GachaState | null; left: ReadonlyMap<string, number> },
): Result<PulledGame> {
  const state = before.state ?? NO_PULLS;
  const today = useDay(banner, state, dailyLimit, nowMs);
  if (!today.ok) return today;

  const stream = floats(draw);
  const { recent, ...played } = drawPulls(banner, () => stream.next().value, count, {
    pity: pityOf(banner, state),
    recent: newest(state.recent, banner.recent.window),
    left: before.left,
  });
  const after = { pity: played.outcome.pity, recent, ...today.value };
  const { dailyRemaining, dailyResetsAtMs } = standing(banner, after, dailyLimit, nowMs);
  return ok({ ...played, state: after, dailyRemaining, dailyResetsAtMs });
}
