import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeOdds } from '../../../domain/slots/expectedReturn.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';

/**
 * What a player can choose from game to game: a stake, or to stop. Losses teach nothing but the streaks, so a policy
 * may as well look at them alone.
 */
const { hitRate, returnByStreak, returnToPlayer } = describeOdds(neon3);
const RETURNS = returnByStreak!;
const HIGHEST = RETURNS.length - 1;
const STAKES = [100, 5000, 100_000];

/** A streak's place in `RETURNS` after a win. */
const afterWin = (streak: number) => Math.min(HIGHEST, streak + 1);

interface Rule {
  /** How many streaks there are; `ofStake` is the one that a stake plays with. */
  streaks: number;
  ofStake: (stake: number) => number;
}

const OWN: Rule = { streaks: STAKES.length, ofStake: (stake) => stake };
const SHARED: Rule = { streaks: 1, ofStake: () => 0 };

/** All states: one streak each. */
function states({ streaks }: Rule): number[][] {
  let all: number[][] = [[]];
  for (let index = 0; index < streaks; index += 1) {
    all = all.flatMap((state) => RETURNS.map((_, streak) => [...state, streak]));
  }
  return all;
}

function stepped(rule: Rule, state: readonly number[], stake: number, won: boolean): number[] {
  const place = rule.ofStake(stake);
  return state.map((streak, index) => (index !== place ? streak : won ? afterWin(streak) : 0));
}

/**
 * The most that any policy can win above `wanted` of its stakes, from no streak at all, by value iteration; it stops as
 * soon as it is above the bound, since a policy that gains can go on for ever.
 */
function bestGain(rule: Rule, wanted: number, bound: number): number {
  const all = states(rule);
  const places = new Map(all.map((state, place) => [state.join(), place]));
  const moves = all.map((state) =>
    STAKES.map((stakeCoins, stake) => ({
      gain: stakeCoins * (RETURNS[state[rule.ofStake(stake)]!]! - wanted),
      won: places.get(stepped(rule, state, stake, true).join())!,
      lost: places.get(stepped(rule, state, stake, false).join())!,
    })),
  );
  let values = all.map(() => 0);
  for (;;) {
    const next = moves.map((choices) =>
      Math.max(
        0,
        ...choices.map(
          ({ gain, won, lost }) => gain + hitRate * values[won]! + (1 - hitRate) * values[lost]!,
        ),
      ),
    );
    const change = Math.max(...next.map((value, place) => value - values[place]!));
    values = next;
    if (values[0]! > bound || change < 1e-9) return values[0]!;
  }
}

describe('[SL11] the best policy over streaks of three stakes', () => {
  test('wins nothing, though a streak returns more than is staked', () => {
    expect(RETURNS[HIGHEST]!).toBeGreaterThan(1.1);
    expect(bestGain(OWN, 1, 1e6)).toBe(0);
  });

  test('returns no more than published, and no less', () => {
    expect(bestGain(OWN, returnToPlayer + 1e-9, 1e6)).toBeLessThan(1e-3);
    expect(bestGain(OWN, returnToPlayer - 1e-3, 1e6)).toBeGreaterThan(1e6);
  });
});

/** Per state, which stake is played how often; the rest of 1 is stopping. */
const anyPolicy = fc.array(
  fc.tuple(fc.integer({ min: -1, max: STAKES.length - 1 }), fc.integer({ min: -1, max: STAKES.length - 1 })),
  { minLength: 125, maxLength: 125 },
);

test('[SL11] no policy drawn at random, stopped at any time, returns more than published', () => {
  const all = states(OWN);
  const places = new Map(all.map((state, place) => [state.join(), place]));
  fc.assert(
    fc.property(anyPolicy, fc.integer({ min: 1, max: 60 }), (policy, games) => {
      let chances = new Map([[0, 1]]);
      let [staked, won] = [0, 0];
      for (let game = 0; game < games; game += 1) {
        const next = new Map<number, number>();
        for (const [place, chance] of chances) {
          // One of two choices, changing with the game: a policy needs no rule that stays.
          const stake = policy[place]![game % 2]!;
          if (stake < 0) continue;
          staked += chance * STAKES[stake]!;
          won += chance * STAKES[stake]! * RETURNS[all[place]![stake]!]!;
          for (const hit of [true, false]) {
            const to = places.get(stepped(OWN, all[place]!, stake, hit).join())!;
            next.set(to, (next.get(to) ?? 0) + chance * (hit ? hitRate : 1 - hitRate));
          }
        }
        chances = next;
      }
      expect(won).toBeLessThanOrEqual(returnToPlayer * staked + 1e-6);
    }),
  );
});

describe('[SL10] one streak for all stakes would beat the house:', () => {
  test('the best policy gains without end', () => {
    expect(bestGain(SHARED, 1, 1e6)).toBeGreaterThan(1e6);
  });

  test('build it at 100 coins, play from two wins on at 100,000', () => {
    const share = (streak: number) => hitRate ** streak * (streak === HIGHEST ? 1 : 1 - hitRate);
    let [staked, won] = [0, 0];
    RETURNS.forEach((value, streak) => {
      const betCoins = streak < 2 ? 100 : 100_000;
      staked += share(streak) * betCoins;
      won += share(streak) * betCoins * value;
    });
    expect(won / staked).toBeGreaterThan(1.04);
  });
});
