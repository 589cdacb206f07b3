import { assert } from '../assert.ts';
import { canonicalJson, type JsonValue } from '../canonicalJson.ts';
import { bytesToHex, sha256Bytes, utf8ToBytes } from '../fairness/sha256.ts';

export type Measure = 'return' | 'epicRate';

/** What a test bets against: one game's published figures. */
export interface WatchPlan {
  game: 'crash' | 'slots' | 'gacha' | 'rps';
  /** Table, machine or banner; `house` for rock-paper-scissors. */
  variant: string;
  measure: Measure;
  /** No unit's ratio can be above this. */
  largestRatio: number;
  /** No unit's conditional expectation is above this. */
  largestExpected: number;
  /** The chance of a hit, which goes beside the ratio; null where there is none. */
  hitRate: number | null;
}

/** Above it the overflow of a wealth could not be ruled out: see `WatchTally`. */
const LARGEST_RATIO = 1e12;
/** A wager against too little is bounded by the largest ratio; where that is above this, it could find nothing. */
const LARGEST_RATIO_BET_DOWN = 1_000;
/** The largest share of its wealth that a wager can lose at once. */
const MOST_LOST = 0.5;
/** Each wager of a row stakes a quarter of the one before: one of them is within a factor of two of the best. */
const STEP = 4;
const UP = 8;
const DOWN = 4;
const HIT = 5;

/** Stakes per unit of difference: positive ones win when more comes than published, negative ones when less. */
export interface Wagers {
  ratioUp: number[];
  ratioDown: number[];
  hit: number[];
}

/** The fixed wagers of a test (RW2). Their number and order are part of its identity. */
export function wagersOf({ largestRatio, largestExpected, hitRate }: WatchPlan): Wagers {
  assert(largestExpected > 0 && largestRatio >= largestExpected, 'a largest ratio below what is expected');
  assert(largestRatio <= LARGEST_RATIO, `a largest ratio of ${largestRatio}`);
  return {
    ratioUp: row(MOST_LOST / largestExpected, UP),
    ratioDown: largestRatio <= LARGEST_RATIO_BET_DOWN ? row(-MOST_LOST / largestRatio, DOWN) : [],
    hit: hitRate === null ? [] : [...row(MOST_LOST / hitRate, HIT), ...row(-MOST_LOST / (1 - hitRate), HIT)],
  };
}

function row(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => first / STEP ** place);
}

const HASH_DIGITS = 16;

/** Names a test by all that it bets on: other odds are another test, and wealth is never mixed. */
export function planHash(plan: WatchPlan): string {
  const text = canonicalJson({ ...plan, wagers: { ...wagersOf(plan) } } as unknown as JsonValue);
  return bytesToHex(sha256Bytes(utf8ToBytes(text))).slice(0, HASH_DIGITS);
}
