import type { Rank, RankChange } from '../domain/identity/port.ts';
import { RULE, rankByRule } from '../domain/identity/rankRule.ts';
import type { RankCandidate, RankStore } from '../domain/identity/rankStore.ts';
import { RANK_NAMES, RANKS } from '../domain/identity/ranks.ts';
import type { Logger } from './logger.ts';

const COUNT_EVERY_MS = 30_000;
/** Ranks that the rule gave end at midnight of some day: an hour more or less is no matter. */
const LOWER_EVERY_MS = 3_600_000;

/** Ranks as HTTP and operators need them. Nothing else writes a rank. */
export interface Ranks {
  /**
   * Gives a rank at once, in the whole cluster. Null: no such player.
   * @param by an admin's id
   */
  setRank(
    playerId: string,
    rank: Rank,
    by: string,
    reason: string,
  ): Promise<{ before: Rank; after: Rank } | null>;
  rankHistory(playerId: string): Promise<RankChange[]>;
}

interface RankDeps {
  store: RankStore;
  /** Tells every process. */
  changed(playerId: string, change: 'rank'): Promise<void>;
  clock: { nowMs(): number };
  log: Pick<Logger, 'info' | 'warn'>;
  /** Times between two looks; tests look by themselves. */
  countEveryMs?: number;
}

/** Counts stakes in the background and applies the rule (RK2 to RK5). Any number of processes may do so at once. */
export function keepRanks(deps: RankDeps): Ranks & { look(): Promise<void>; stop(): Promise<void> } {
  const { store, clock, log } = deps;
  let lowerAtMs = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  async function setRank(playerId: string, rank: Rank, by: string, reason: string) {
    const changed = await store.setRank(playerId, rank, by, reason);
    if (changed !== null) await deps.changed(playerId, 'rank');
    return changed;
  }

  async function judge(candidates: readonly RankCandidate[]): Promise<void> {
    for (const { playerId, standing, stakedCoins } of candidates) {
      const rank = rankByRule(standing, stakedCoins, clock.nowMs());
      if (rank === standing.rank) continue;
      await setRank(playerId, rank, RULE, reasonOf(rank, stakedCoins));
      log.info({ playerId, rank, stakedCoins }, 'the rule gave a rank');
    }
  }

  async function look(): Promise<void> {
    for (let behind = true; behind && !stopped; ) {
      const counted = await store.countStakes(clock.nowMs());
      await judge(counted.candidates);
      behind = counted.behind;
    }
    if (clock.nowMs() < lowerAtMs || stopped) return;
    await judge(await store.ranked(clock.nowMs()));
    lowerAtMs = clock.nowMs() + LOWER_EVERY_MS;
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) =>
          log.warn({ err: error, code: 'store_unavailable' }, 'ranks were not looked at'),
        )
        .then(schedule);
    }, deps.countEveryMs ?? COUNT_EVERY_MS).unref();
  }
  schedule();

  return {
    setRank,
    rankHistory: store.rankHistory,
    look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

function reasonOf(rank: Rank, stakedCoins: number): string {
  const from = RANKS[rank].fromStakedCoins;
  return rank === RANK_NAMES[0]
    ? `${stakedCoins} coins staked in 30 days`
    : `${stakedCoins} coins staked in 30 days, ${from} give ${rank}`;
}
