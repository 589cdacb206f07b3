import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import starlight from '../../../domain/gacha/starlight.data.ts';
import {
  firstRankDay,
  RANK_DAYS,
  RANK_HELD_MS,
  rankByRule,
  rankOfStakes,
  type StandingRank,
} from '../../../domain/identity/rankRule.ts';
import { isHigher, RANK_NAMES, RANKS, rankForTable } from '../../../domain/identity/ranks.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const ago = (days: number) => NOW_MS - days * 86_400_000;

describe('what ranks allow', () => {
  test('[RK1] a higher rank never allows less', () => {
    for (const [at, rank] of RANK_NAMES.entries()) {
      const below = RANK_NAMES[at - 1];
      if (below === undefined) continue;
      for (const [right, value] of Object.entries(RANKS[rank])) {
        expect(value, `${rank} ${right}`).toBeGreaterThanOrEqual(RANKS[below][right as 'dailyPulls']);
      }
      expect(RANKS[rank].fromStakedCoins).toBeGreaterThan(RANKS[below].fromStakedCoins);
    }
  });

  test('[RK1] the banner that comes with the game gives the pulls of the table', () => {
    for (const rank of RANK_NAMES) expect(starlight.dailyPulls[rank]).toBe(RANKS[rank].dailyPulls);
  });

  test('[RK1] every rank may bet at the tables that come with the game; dearer ones name the rank they need', () => {
    expect([100, 10_000, 10_100, 100_000, 100_100].map(rankForTable)).toEqual([
      ...['STANDARD', 'STANDARD', 'PREMIUM', 'PREMIUM', 'VIP'],
    ]);
  });
});

describe('the rule', () => {
  test('[RK2] gives the highest rank whose stakes are reached', () => {
    const { PREMIUM, VIP } = RANKS;
    const staked = [0, PREMIUM.fromStakedCoins - 1, PREMIUM.fromStakedCoins, VIP.fromStakedCoins - 1];
    expect(staked.map(rankOfStakes)).toEqual(['STANDARD', 'STANDARD', 'PREMIUM', 'PREMIUM']);
    expect(rankOfStakes(VIP.fromStakedCoins)).toBe('VIP');
  });

  test('[RK2] counts 30 days, today among them', () => {
    const today = Math.floor(NOW_MS / 86_400_000);
    expect(firstRankDay(NOW_MS)).toBe(today - RANK_DAYS + 1);
    expect(firstRankDay(Date.UTC(2026, 10, 29) - 1)).toBe(today - 29);
    expect(firstRankDay(Date.UTC(2026, 10, 29))).toBe(today - 28);
  });

  const rows: [title: string, standing: StandingRank, earned: number, becomes: string][] = [
    ['[RK3] raises who staked enough', { rank: 'STANDARD', given: null }, 5_000_000, 'PREMIUM'],
    ['[RK3] raises by two at once', { rank: 'STANDARD', given: null }, 50_000_000, 'VIP'],
    ['[RK3] leaves who staked too little', { rank: 'STANDARD', given: null }, 4_999_999, 'STANDARD'],
    ['[RK3] raises further', given('PREMIUM', 'rule', 1), 50_000_000, 'VIP'],
    ['[RK4] keeps for 30 days what it gave', given('VIP', 'rule', 29), 0, 'VIP'],
    ['[RK4] then lowers it to what the stakes give', given('VIP', 'rule', 30), 5_000_000, 'PREMIUM'],
    ['[RK4] ... or to the first', given('VIP', 'rule', 31), 0, 'STANDARD'],
    ['[RK4] ... or leaves it', given('VIP', 'rule', 300), 50_000_000, 'VIP'],
    ['[RK5] never lowers what an admin gave', given('VIP', 'admin', 300), 0, 'VIP'],
    [
      '[RK5] does not raise for 30 days whom an admin put down',
      given('STANDARD', 'admin', 29),
      9e7,
      'STANDARD',
    ],
    ['[RK5] raises them after that', given('STANDARD', 'admin', 30), 9e7, 'VIP'],
  ];
  test.each(rows)('%s', (_title, standing, stakedCoins, becomes) => {
    expect(rankByRule(standing, stakedCoins, NOW_MS)).toBe(becomes);
  });

  test('[RK4, RK5] never lowers anything within 30 days, nor what an admin gave', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RANK_NAMES),
        fc.constantFrom('rule' as const, 'admin' as const),
        fc.integer({ min: 0, max: 3 * RANK_HELD_MS }),
        fc.integer({ min: 0, max: 100_000_000 }),
        (rank, by, ageMs, stakedCoins) => {
          const becomes = rankByRule({ rank, given: { by, atMs: NOW_MS - ageMs } }, stakedCoins, NOW_MS);
          if (by === 'admin' || ageMs < RANK_HELD_MS) expect(isHigher(rank, becomes)).toBe(false);
          if (isHigher(becomes, rank)) expect(becomes).toBe(rankOfStakes(stakedCoins));
        },
      ),
    );
  });
});

function given(rank: StandingRank['rank'], by: 'rule' | 'admin', days: number): StandingRank {
  return { rank, given: { by, atMs: ago(days) } };
}
