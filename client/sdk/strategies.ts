import type { LeaderboardSort, SavedStrategy, StrategyInsights } from '../../domain/backtest/strategies.ts';
import type { Page } from '../../domain/page.ts';
import type { RankedStrategy } from './backtestWire.ts';
import type { Caller } from './caller.ts';
import { queryString } from './queryString.ts';
import type { PageQuery } from './wire.ts';

/** Strategies that are kept by name, and how the published ones did. */
export class Strategies {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** One's own, newest first. */
  list(query: PageQuery = {}): Promise<Page<SavedStrategy>> {
    return this.#caller.asPlayer({ method: 'GET', path: `/api/strategies${queryString(query)}` }, true);
  }

  get(id: string): Promise<SavedStrategy> {
    return this.#caller.asPlayer({ method: 'GET', path: pathOf(id) }, true);
  }

  save(draft: { name: string; strategy: unknown; public?: boolean }): Promise<SavedStrategy> {
    // After a lost answer a repeat would save a second one.
    return this.#caller.asPlayer({ method: 'POST', path: '/api/strategies', body: draft }, false);
  }

  async remove(id: string): Promise<void> {
    await this.#caller.asPlayer({ method: 'DELETE', path: pathOf(id) }, true);
  }

  /** Shows it on the leaderboard (without its owner), or takes it back. */
  publish(id: string, isPublic: boolean): Promise<SavedStrategy> {
    return this.#caller.asPlayer(
      { method: 'POST', path: `${pathOf(id)}/publish`, body: { public: isPublic } },
      true,
    );
  }

  /** A copy of one's own or of a published one: "name (copy)". */
  copy(id: string): Promise<SavedStrategy> {
    return this.#caller.asPlayer({ method: 'POST', path: `${pathOf(id)}/copy` }, false);
  }

  /** Published strategies with at least three runs, best first. */
  leaderboard(
    query: PageQuery & { sortBy?: LeaderboardSort; minBacktests?: number } = {},
  ): Promise<Page<RankedStrategy>> {
    return this.#caller.asAnyone({ method: 'GET', path: `/api/strategies/leaderboard${queryString(query)}` });
  }

  /** What all runs of a strategy gave; `not_found` under five. */
  insights(strategyHash: string): Promise<StrategyInsights> {
    const path = `/api/strategies/insights/${encodeURIComponent(strategyHash)}`;
    return this.#caller.asAnyone({ method: 'GET', path });
  }
}

function pathOf(id: string): string {
  return `/api/strategies/${encodeURIComponent(id)}`;
}
