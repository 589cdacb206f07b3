import { expect, test } from 'vitest';
import { drawPulls } from '../../../domain/gacha/drawPulls.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import { after, BANNER, feed, play, startOf, textOf } from './script.ts';

test('[GA1] a pull takes three floats whatever comes, a ten-pull thirty', () => {
  for (const [count, left] of [
    [1, { fox: 0 }],
    [10, {}],
  ] as const) {
    let taken = 0;
    const next = () => {
      taken += 1;
      return 0.95;
    };
    drawPulls(BANNER, next, count, startOf(BANNER, { left }));
    expect(taken).toBe(3 * count);
  }
});

test('[GA2] the first float falls into the span of a rarity', () => {
  play(`
    0          0 0 | pebble normal    | 1
    0.68999999 0 0 | pebble normal    | 2
    0.7        0 0 | harp normal      | 3
  `);
  play(`
    0.88999999 0 0 | harp normal      | 1
    0.9        0 0 | comet epic       | 0
    0.97999999 0 0 | comet epic       | 0
    0.98       0 0 | dragon legendary | 0
    0.99999999 0 0 | dragon legendary | 0
  `);
});

test('[GA3] the second float draws the item; recent ones weigh half, once', () => {
  // Pebble 60, candle 40: the span of pebble ends at 0.6.
  play('0 0.59999999 0 | pebble normal | 1');
  play('0 0.6        0 | candle normal | 1');
  // Pebble is recent, 30 of 70: it ends at 3/7. Twice recent is no less.
  for (const recent of [['pebble'], ['pebble', 'harp'], ['pebble', 'pebble']]) {
    play('0 0.42857142 0 | pebble normal | 1', { recent });
    play('0 0.42857143 0 | candle normal | 1', { recent });
  }
  // Both: as if none were.
  play('0 0.59999999 0 | pebble normal | 1', { recent: ['pebble', 'candle'] });
  play('0 0.6        0 | candle normal | 1', { recent: ['pebble', 'candle'] });
});

test('[GA3] a pull leaves the window once as many came after it', () => {
  play(`
    0   0.5 0 | pebble normal | 1
    0.8 0   0 | harp normal   | 2
    0   0.5 0 | candle normal | 3
  `);
  play(
    `
    0   0.5 0 | pebble normal | 1
    0.8 0   0 | harp normal   | 2
    0.8 0   0 | harp normal   | 3
    0   0.5 0 | pebble normal | 4
  `,
    { banner: { pityAt: 90 } },
  );
});

test('[GA3] with a window of 0 nothing is recent', () => {
  play(
    `
    0 0.59 0 | pebble normal | 1
    0 0.59 0 | pebble normal | 2
  `,
    { banner: { recent: { window: 0, percent: 50 } } },
  );
});

test('[GA4] the fourth pull without Epic or better is guaranteed; an Epic starts the count again', () => {
  play(`
    0    0 0 | pebble normal    | 1
    0    0 0 | pebble normal    | 2
    0    0 0 | pebble normal    | 3
    0    0 0 | comet pity       | 0
    0    0 0 | pebble normal    | 1
    0.98 0 0 | dragon legendary | 0
    0    0 0 | pebble normal    | 1
  `);
});

test('[GA5] a guaranteed pull draws by the rates of Epic and Legendary, 8 to 2', () => {
  play('0.79999999 0   0 | comet pity  | 0', { pity: 3 });
  play('0.79999999 0.5 0 | fox pity    | 0', { pity: 3 });
  play('0.8        0.5 0 | dragon pity | 0', { pity: 3 });
});

test('[GA5] a guaranteed pull draws among what is in stock', () => {
  play('0    0.9 0 | comet pity  | 0', { pity: 3, left: { fox: 0 } });
  play('0.99 0.9 0 | fox pity    | 0', { pity: 3, left: { dragon: 0 } });
  play('0    0   0 | dragon pity | 0', { pity: 3, left: { fox: 0, comet: 0 } });
  // Recent items weigh half here too: comet 25 of 75.
  play('0    0.4 0 | fox pity    | 0', { pity: 3, recent: ['comet'] });
});

test('[GA6] with nothing to guarantee it becomes a Common, and the next pull is guaranteed again', () => {
  play(
    `
    0    0   0.7 | candle normal for epic comet       | 3
    0.5  0.6 0   | pebble normal for epic fox         | 3
    0.99 0   0   | pebble normal for legendary dragon | 3
  `,
    { pity: 3, left: { comet: 0, fox: 0, dragon: 0 } },
  );
});

test('[GA7] a sold-out item becomes a Common, which counts for pity and is recent', () => {
  play(
    `
    0.9  0.4  0.59 | comet epic                         | 0
    0.9  0.4  0.59 | fox epic                           | 0
    0.9  0    0.59 | pebble normal for epic comet       | 1
    0.98 0    0.43 | candle normal for legendary dragon | 2
  `,
    { left: { comet: 1, dragon: 0 } },
  );
});

test('[GA7] a sold-out Common becomes one that is in stock', () => {
  const items = BANNER.items.map((item) => (item.item === 'pebble' ? { ...item, stock: 1 } : item));
  play(
    `
    0   0 0 | pebble normal                   | 1
    0   0 0 | candle normal for common pebble | 2
    0.9 0 0 | comet epic                      | 0
  `,
    { left: { pebble: 1 }, banner: { items } },
  );
});

test('[GA8] a ten-pull is ten pulls one after the other', () => {
  const floats = Array.from({ length: 30 }, (_, index) => ((index * 37) % 100) / 100);
  const start = startOf(BANNER, { pity: 2, recent: ['pebble'], left: { comet: 1, fox: 0, dragon: 0 } });
  const ten = drawPulls(BANNER, feed(floats.join(' ')), 10, start);

  let { pity, recent, left } = start;
  const single = [];
  for (let at = 0; at < 30; at += 3) {
    const one = drawPulls(BANNER, feed(floats.slice(at, at + 3).join(' ')), 1, { pity, recent, left });
    single.push(...one.outcome.items);
    [pity, recent, left] = [one.outcome.pity, one.recent, after(left, one)];
  }
  expect(ten.outcome).toEqual({ items: single, pity });
  expect([ten.recent, after(start.left, ten)]).toEqual([recent, left]);
  // The guarantee came up and stock ran out on the way: what the above is about.
  expect(single.some(({ animation }) => animation === 'pity')).toBe(true);
  expect(single.some(({ soldOut }) => soldOut !== undefined)).toBe(true);
});

test('[GA9] the last parts of a span before a better rarity are shown as a near miss', () => {
  const banner = { pityAt: 90 };
  play(
    `
    0.68999999 0 0 | pebble normal    | 1
    0.69       0 0 | pebble near_miss | 2
    0.69999999 0 0 | pebble near_miss | 3
    0.7        0 0 | harp normal      | 4
    0.88999999 0 0 | harp normal      | 5
    0.89       0 0 | harp near_miss   | 6
    0.97999999 0 0 | comet epic       | 0
    0.99999999 0 0 | dragon legendary | 0
  `,
    { banner },
  );
  play('0.69999999 0 0 | pebble normal | 1', { banner: { nearMissPerMillion: 0 } });
});

test('[GA9] the band changes no outcome', () => {
  for (const nearMissPerMillion of [0, 10_000, 700_000]) {
    const banner = { ...BANNER, nearMissPerMillion };
    for (let at = 0; at < 1; at += 0.001) {
      const plain = drawPulls(BANNER, feed(`${at} 0.3 0.3`), 1, startOf(BANNER, {}));
      const other = drawPulls(banner, feed(`${at} 0.3 0.3`), 1, startOf(banner, {}));
      expect(other.outcome.items[0]!.item).toBe(plain.outcome.items[0]!.item);
      expect(other.outcome.pity).toBe(plain.outcome.pity);
    }
  }
});

test.each([
  ['0.69 0 0', { left: {} }, 'pebble near_miss', 'nearMiss'],
  ['0.1 0 0', {}, 'pebble normal', 'normal'],
  ['0.9 0 0', {}, 'comet epic', 'epic'],
  ['0.98 0 0', {}, 'dragon legendary', 'legendary'],
  ['0.98 0 0', { pity: 3 }, 'dragon pity', 'pity'],
  ['0.9 0 0', { left: { comet: 0 } }, 'pebble normal for epic comet', 'soldOut'],
  [
    '0.9 0 0',
    { pity: 3, left: { comet: 0, fox: 0, dragon: 0 } },
    'pebble normal for legendary dragon',
    'soldOut',
  ],
] as const)('[GA10] %s from %o is %s, said as %s', (floats, start, text, message) => {
  const [item] = drawPulls(BANNER, feed(floats), 1, startOf(BANNER, start)).outcome.items;
  expect(textOf(item!)).toBe(text);
  expect(item!.messageKey).toBe(`gacha.message.${message}`);
});

test('[GA13] a game costs what its number of pulls costs, pays nothing, and counts its rarities', () => {
  const one = drawPulls(BANNER, feed('0.9 0 0'), 1, startOf(BANNER, {}));
  expect(one).toMatchObject({ betCoins: 500, payoutCoins: 0, tally: { epic: 1 } });
  const ten = drawPulls(starlight, () => 0.1, 10, startOf(starlight, {}));
  expect(ten).toMatchObject({ betCoins: 50_000, payoutCoins: 0, tally: { common: 10 } });
});
