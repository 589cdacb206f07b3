import { assert } from '../assert.ts';
import { planHash, type WatchPlan, wagersOf } from './plan.ts';

/** What units have added to a test. Deltas of the same plan add up field by field, whoever observed them (RW7). */
export interface WatchDelta {
  plan: WatchPlan;
  planHash: string;
  /** Units with a ratio. */
  games: number;
  betCoins: number;
  paidCoins: number;
  ratioSum: number;
  ratioSquares: number;
  expectedSum: number;
  /** Natural logarithm of each wager's wealth, in the order of `wagersOf`. */
  logs: number[];
}

/** The logarithm of an evidence that nothing that follows can wear down. */
const BEYOND_DOUBT = 1e9;
/** Every so many units the products are looked at, long before they can leave the range of doubles. */
const FOLD_EVERY = 8;
const FOLD_ABOVE = 1e150;
const FOLD_BELOW = 1e-150;

/**
 * Collects units of one test. Wealth is multiplied, and its logarithm taken only when it is asked for or would
 * leave the range: between two folds a wealth falls to 2^-8 at worst, and grows by (1 + 1e12)^8 < 1e97 at most.
 */
export class WatchTally {
  readonly plan: WatchPlan;
  readonly #planHash: string;
  readonly #ratio: Float64Array;
  readonly #ups: number;
  readonly #ratioWealth: Float64Array;
  readonly #hitFactors: Float64Array;
  readonly #missFactors: Float64Array;
  readonly #hitWealth: Float64Array;
  #logs: Float64Array;
  #sinceFold = 0;
  #games = 0;
  #betCoins = 0;
  #paidCoins = 0;
  #ratioSum = 0;
  #ratioSquares = 0;
  #expectedSum = 0;
  #touched = false;

  constructor(plan: WatchPlan) {
    const { ratioUp, ratioDown, hit } = wagersOf(plan);
    const { hitRate } = plan;
    this.plan = plan;
    this.#planHash = planHash(plan);
    this.#ratio = Float64Array.from([...ratioUp, ...ratioDown]);
    this.#ups = ratioUp.length;
    this.#ratioWealth = new Float64Array(this.#ratio.length).fill(1);
    this.#hitFactors = Float64Array.from(hit, (wager) => 1 + wager * (1 - hitRate!));
    this.#missFactors = Float64Array.from(hit, (wager) => 1 - wager * hitRate!);
    this.#hitWealth = new Float64Array(hit.length).fill(1);
    this.#logs = new Float64Array(this.#ratio.length + hit.length);
  }

  /**
   * One unit (RW1). Its ratio is `paid / bet`; its expectation, given all that was known before it, lies from
   * `least` to `most`.
   */
  observe(bet: number, paid: number, least: number, most: number): void {
    const ratio = paid / bet;
    const { largestRatio, largestExpected } = this.plan;
    // With these no wealth can fall below half of what it was, let alone below zero (RW3).
    assert(ratio >= 0 && least <= most && most <= largestExpected, `${ratio} from ${least} to ${most}`);
    if (ratio > largestRatio) {
      this.#impossible();
      return;
    }
    const wagers = this.#ratio;
    const wealth = this.#ratioWealth;
    const above = ratio - most;
    const below = ratio - least;
    for (let at = 0; at < this.#ups; at += 1) wealth[at]! *= 1 + wagers[at]! * above;
    for (let at = this.#ups; at < wagers.length; at += 1) wealth[at]! *= 1 + wagers[at]! * below;
    this.#games += 1;
    this.#betCoins += bet;
    this.#paidCoins += paid;
    this.#ratioSum += ratio;
    this.#ratioSquares += ratio * ratio;
    this.#expectedSum += most;
    this.#step();
  }

  /** Whether a unit was a hit, which has the plan's `hitRate` as its chance whatever came before. */
  observeHit(hit: boolean): void {
    const factors = hit ? this.#hitFactors : this.#missFactors;
    const wealth = this.#hitWealth;
    for (let at = 0; at < factors.length; at += 1) wealth[at]! *= factors[at]!;
    this.#step();
  }

  /** What was observed since the last time; null if nothing was. */
  take(): WatchDelta | null {
    if (!this.#touched) return null;
    this.#fold(true);
    const delta: WatchDelta = {
      plan: this.plan,
      planHash: this.#planHash,
      games: this.#games,
      betCoins: this.#betCoins,
      paidCoins: this.#paidCoins,
      ratioSum: this.#ratioSum,
      ratioSquares: this.#ratioSquares,
      expectedSum: this.#expectedSum,
      logs: [...this.#logs],
    };
    this.#touched = false;
    this.#logs.fill(0);
    this.#games = this.#betCoins = this.#paidCoins = 0;
    this.#ratioSum = this.#ratioSquares = this.#expectedSum = 0;
    return delta;
  }

  /** Takes back what could not be stored: it goes with the next. */
  putBack(delta: WatchDelta): void {
    assert(delta.planHash === this.#planHash, 'a delta of another test');
    this.#touched = true;
    this.#games += delta.games;
    this.#betCoins += delta.betCoins;
    this.#paidCoins += delta.paidCoins;
    this.#ratioSum += delta.ratioSum;
    this.#ratioSquares += delta.ratioSquares;
    this.#expectedSum += delta.expectedSum;
    delta.logs.forEach((log, at) => {
      this.#logs[at]! += log;
    });
  }

  /** Honest odds never come to this: no evidence is too large for it. */
  #impossible(): void {
    this.#touched = true;
    this.#logs.fill(BEYOND_DOUBT);
  }

  #step(): void {
    this.#touched = true;
    this.#sinceFold += 1;
    if (this.#sinceFold >= FOLD_EVERY) this.#fold(false);
  }

  #fold(all: boolean): void {
    this.#sinceFold = 0;
    foldInto(this.#logs, 0, this.#ratioWealth, all);
    foldInto(this.#logs, this.#ratioWealth.length, this.#hitWealth, all);
  }
}

function foldInto(logs: Float64Array, from: number, wealth: Float64Array, all: boolean): void {
  for (let at = 0; at < wealth.length; at += 1) {
    const value = wealth[at]!;
    if (!all && value < FOLD_ABOVE && value > FOLD_BELOW) continue;
    logs[from + at]! += Math.log(value);
    wealth[at] = 1;
  }
}
