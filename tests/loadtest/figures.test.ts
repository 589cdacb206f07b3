import { describe, expect, test } from 'vitest';
import { figuresOf, together } from '../../scripts/loadtest/node/figures.ts';

describe('figures of virtual users on Node', () => {
  test('are those of all together', () => {
    const all = together([
      { counted: { games: 2, bugs: 0 }, timed: { bet_ms: [3] } },
      { counted: { games: 5, bugs: 1 }, timed: { bet_ms: [1, 2], spin_ms: [] } },
    ]);
    expect(all).toEqual({ counted: { games: 7, bugs: 1 }, timed: { bet_ms: [3, 1, 2], spin_ms: [] } });
  });

  // As k6 2.0.0 told them of a Trend with these values: between neighbours by their distance.
  test('are k6’s', () => {
    const values = [40, 10, 100, 20, 30];
    expect(figuresOf({ counted: { games: 7 }, timed: { bet_ms: values, spin_ms: [] } }, {})).toEqual({
      games: { count: 7 },
      bet_ms: {
        count: 5,
        avg: 40,
        min: 10,
        med: 30,
        max: 100,
        'p(90)': 76,
        'p(95)': expect.closeTo(88),
        'p(99)': 97.6,
      },
      spin_ms: { count: 0, avg: 0, min: 0, med: 0, max: 0, 'p(90)': 0, 'p(95)': 0, 'p(99)': 0 },
    });
  });

  test.each([
    ['count==7', false],
    ['count==0', true],
    ['count>6', false],
    ['count>7', true],
    ['count<8', false],
    ['count<7', true],
    ['count>=7', false],
    ['count>=8', true],
    ['count<=7', false],
    ['count<=6.5', true],
  ])('of a count of 7, %s is crossed: %s', (threshold, crossed) => {
    const { games } = figuresOf({ counted: { games: 7 }, timed: {} }, { games: [threshold] });
    expect(games!.thresholds).toEqual({ [threshold]: crossed });
  });

  test.each([
    ['of what nobody measures', { rounds: ['count>0'] }, 'rounds'],
    ['of another figure', { games: ['p(99)<5'] }, 'p(99)<5'],
    ['that is none', { games: ['many'] }, 'many'],
  ])('a threshold %s is a bug of the scenario', (_what, thresholds, named) => {
    expect(() => figuresOf({ counted: { games: 7 }, timed: {} }, thresholds)).toThrow(named);
  });
});
