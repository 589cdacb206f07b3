import { addTotals, type GameTotals, RATE_OVER_SECONDS } from './counters.ts';
import type { EventDraft } from './event.ts';

/** What an event adds to the rates: finished games, held stakes. */
interface Flow {
  games: number;
  bets: number;
  stakedCoins: number;
}

/** Adds up the events of this member (EV10): totals by variant, and what happened in each of the last seconds. */
export class Tally {
  readonly #totals = new Map<string, GameTotals>();
  /** A ring, one place a second. */
  readonly #seconds = Array.from({ length: RATE_OVER_SECONDS + 1 }, () => ({
    second: -1,
    ...{ games: 0, bets: 0, stakedCoins: 0 },
  }));

  add(event: EventDraft, atMs: number): void {
    const flow = flowOf(event);
    if (flow !== null) {
      const bucket = this.#bucket(Math.floor(atMs / 1_000));
      bucket.games += flow.games;
      bucket.bets += flow.bets;
      bucket.stakedCoins += flow.stakedCoins;
    }
    const part = totalsOf(event);
    if (part === null) return;
    const key = `${part.game}/${part.variant}`;
    const total = this.#totals.get(key);
    if (total === undefined) this.#totals.set(key, part);
    else addTotals(total, part);
  }

  /** Of the last 5 whole seconds. */
  recent(nowMs: number): Flow {
    const now = Math.floor(nowMs / 1_000);
    const sum: Flow = { games: 0, bets: 0, stakedCoins: 0 };
    for (const { second, games, bets, stakedCoins } of this.#seconds) {
      if (second < now - RATE_OVER_SECONDS || second >= now) continue;
      sum.games += games;
      sum.bets += bets;
      sum.stakedCoins += stakedCoins;
    }
    return sum;
  }

  totals(): GameTotals[] {
    return [...this.#totals.values()].map((total) => ({ ...total }));
  }

  #bucket(second: number) {
    const bucket = this.#seconds[second % this.#seconds.length]!;
    if (bucket.second !== second) Object.assign(bucket, { second, games: 0, bets: 0, stakedCoins: 0 });
    return bucket;
  }
}

function flowOf({ type, data }: EventDraft): Flow | null {
  switch (type) {
    case 'crash.bet':
      return { games: 0, bets: 1, stakedCoins: data.amountCoins };
    case 'crash.bust':
      return { games: data.bets, bets: 0, stakedCoins: 0 };
    case 'slots.spin':
    case 'rps.throw':
      return { games: 1, bets: 1, stakedCoins: data.betCoins };
    case 'gacha.pull':
      return { games: 1, bets: 1, stakedCoins: data.costCoins };
    case 'rps.match':
      return { games: 1, bets: 2, stakedCoins: 2 * data.betCoins };
    default:
      return null;
  }
}

/** A crash round counts as one, once it has settled; all else by the game. */
function totalsOf({ type, data }: EventDraft): GameTotals | null {
  switch (type) {
    case 'crash.bust':
      return {
        ...{ game: 'crash', variant: data.table, rounds: 1 },
        ...{ betCoins: data.stakedCoins, paidCoins: data.paidCoins },
      };
    case 'slots.spin':
      return {
        ...{ game: 'slots', variant: data.machine, rounds: 1 },
        ...{ betCoins: data.betCoins, paidCoins: data.payoutCoins },
      };
    case 'gacha.pull':
      return {
        ...{ game: 'gacha', variant: data.banner, rounds: 1 },
        ...{ betCoins: data.costCoins, paidCoins: 0 },
      };
    case 'rps.throw':
      return {
        ...{ game: 'rps', variant: 'house', rounds: 1 },
        ...{ betCoins: data.betCoins, paidCoins: data.payoutCoins },
      };
    case 'rps.match':
      return {
        ...{ game: 'rps', variant: 'match', rounds: 1 },
        ...{ betCoins: 2 * data.betCoins, paidCoins: data.paidCoins },
      };
    default:
      return null;
  }
}
