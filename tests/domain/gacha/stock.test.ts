import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import { pull } from '../../../domain/gacha/pull.ts';
import { replayPull } from '../../../domain/gacha/replay.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import type { GachaState } from '../../../domain/gacha/state.ts';
import { BANNER } from './script.ts';

const NOW_MS = Date.UTC(2026, 10, 21);

const aGame = fc
  .record({
    // The small banner runs into the guarantee, and into what is sold out, all the time.
    banner: fc.constantFrom<GachaBanner>(BANNER, starlight),
    serverSeed: fc.stringMatching(/^[0-9a-f]{64}$/),
    clientSeed: fc.string({ minLength: 1, maxLength: 64 }),
    nonce: fc.nat(),
    count: fc.constantFrom<1 | 10>(1, 10),
    pity: fc.nat(100),
    stocks: fc.array(fc.nat(12), { minLength: 20, maxLength: 20 }),
    recent: fc.array(fc.nat(5), { maxLength: 12 }),
  })
  .map(({ banner, serverSeed, clientSeed, nonce, count, pity, stocks, recent }) => {
    const limited = banner.items.filter(({ stock }) => stock !== undefined);
    return {
      banner,
      draw: { serverSeed, clientSeed, nonce },
      count,
      state: {
        pity,
        recent: recent.map((index) => banner.items[index]!.item),
        day: '2026-11-21',
        used: 0,
      } satisfies GachaState,
      left: new Map(limited.map(({ item }, index) => [item, stocks[index]!])),
    };
  });
type Game = typeof aGame extends fc.Arbitrary<infer Of> ? Of : never;

function played({ banner, draw, count, state, left }: Game) {
  const pulled = pull(banner, draw, { count, dailyLimit: 3, nowMs: NOW_MS }, { state, left });
  if (!pulled.ok) throw new Error(pulled.error.code);
  return pulled.value;
}

test('[GA11] no more is taken than is left, and what is got is what is taken', () => {
  fc.assert(
    fc.property(aGame, (game) => {
      const { stock, outcome } = played(game);
      expect(stock.map(({ item }) => item)).toEqual([...game.left.keys()]);
      for (const { banner, item, seen, cap, taken } of stock) {
        expect(banner).toBe(game.banner.banner);
        expect([cap, seen]).toEqual([game.count, Math.min(game.count, game.left.get(item)!)]);
        expect(taken).toBeLessThanOrEqual(seen);
        expect(outcome.items.filter((pulled) => pulled.item === item)).toHaveLength(taken);
      }
    }),
  );
});

test('[GA11] a ten-pull of an item of which three are left gets three', () => {
  const banner = {
    ...BANNER,
    pityAt: 90,
    rates: BANNER.rates.map(({ rarity }) => ({ rarity, perMillion: rarity === 'epic' ? 999_997 : 1 })),
    items: BANNER.items.filter(({ item }) => item !== 'fox'),
  };
  const draw = { serverSeed: 'a'.repeat(64), clientSeed: 'stock', nonce: 0 };
  const left = new Map(Object.entries({ comet: 3, dragon: 9 }));
  const { outcome, stock } = played({
    banner,
    draw,
    count: 10,
    state: { pity: 0, recent: [], day: '', used: 0 },
    left,
  });
  expect(outcome.items.map(({ rarity }) => rarity)).toEqual([
    ...Array<string>(3).fill('epic'),
    ...Array<string>(7).fill('common'),
  ]);
  expect(outcome.pity).toBe(7);
  expect(stock).toEqual([
    { banner: 'test', item: 'comet', seen: 3, cap: 10, taken: 3 },
    { banner: 'test', item: 'dragon', seen: 9, cap: 10, taken: 0 },
  ]);
});

test('[GA11] a limited item whose stock is not known is a bug, not an item without end', () => {
  const draw = { serverSeed: 'a'.repeat(64), clientSeed: 'stock', nonce: 0 };
  const request = { count: 1, dailyLimit: 3, nowMs: NOW_MS } as const;
  expect(() => pull(BANNER, draw, request, { state: null, left: new Map([['comet', 1]]) })).toThrow('fox');
});

test('[GA12] the recorded inputs alone give the same game again', () => {
  fc.assert(
    fc.property(aGame, (game) => {
      const { betCoins, payoutCoins, inputs, outcome, tally } = played(game);
      const recorded = JSON.parse(JSON.stringify(inputs));
      expect(replayPull(game.banner, game.draw, recorded)).toEqual({
        betCoins,
        payoutCoins,
        inputs,
        outcome,
        tally,
      });
    }),
  );
});

test('[GA12] what others take changes nothing before an item runs short', () => {
  fc.assert(
    fc.property(aGame, fc.integer({ min: 0, max: 1_000 }), (game, more) => {
      const plenty = new Map(
        [...game.left].map(([item, left]) => [item, left < game.count ? left : left + more]),
      );
      expect(played({ ...game, left: plenty })).toEqual(played(game));
      expect(played(game).inputs.stock).toEqual(
        Object.fromEntries([...game.left].filter(([, left]) => left < game.count)),
      );
    }),
  );
});

test('[GA12] the same game twice is the same, and changes nothing that it was given', () => {
  fc.assert(
    fc.property(aGame, (game) => {
      const before = structuredClone(game);
      expect(played(game)).toEqual(played(game));
      expect(game).toEqual(before);
    }),
  );
});

test.each([
  ['nothing', null],
  ['a text', 'pulls'],
  ['two pulls', { count: 2, pity: 0, recent: [], stock: {} }],
  ['no pity', { count: 1, recent: [], stock: {} }],
  ['a pity past the guarantee', { count: 1, pity: 90, recent: [], stock: {} }],
  ['half a pity', { count: 1, pity: 0.5, recent: [], stock: {} }],
  ['recent items beyond the window', { count: 1, pity: 0, recent: Array(6).fill('pebble'), stock: {} }],
  ['recent numbers', { count: 1, pity: 0, recent: [1], stock: {} }],
  ['no stock', { count: 1, pity: 0, recent: [], stock: null }],
  ['stock of an unlimited item', { count: 1, pity: 0, recent: [], stock: { comet: 0 } }],
  ['stock of an unknown item', { count: 1, pity: 0, recent: [], stock: { constructor: 0 } }],
  ['stock that is not short', { count: 1, pity: 0, recent: [], stock: { fox: 1 } }],
  ['negative stock', { count: 10, pity: 0, recent: [], stock: { fox: -1 } }],
])('[GA12] %s as inputs is no game of the banner', (_, inputs) => {
  const draw = { serverSeed: 'a'.repeat(64), clientSeed: 'inputs', nonce: 0 };
  expect(replayPull(starlight, draw, inputs)).toBeNull();
  expect(replayPull(starlight, draw, { count: 10, pity: 0, recent: [], stock: { fox: 1 } })).not.toBeNull();
});

test('[GA4] [GA6] pity passes the guarantee only while nothing is in stock', () => {
  fc.assert(
    fc.property(aGame, (game) => {
      const { outcome } = played(game);
      let pity = Math.min(game.state.pity, game.banner.pityAt - 1);
      for (const { rarity, soldOut } of outcome.items) {
        const guaranteed = pity === game.banner.pityAt - 1;
        if (rarity === 'epic' || rarity === 'legendary') pity = 0;
        else if (!guaranteed) pity += 1;
        else expect(['epic', 'legendary']).toContain(soldOut?.rarity);
      }
      expect(outcome.pity).toBe(pity);
      expect(pity).toBeLessThan(game.banner.pityAt);
    }),
  );
});

test('[GA5] while an Epic is in stock, a guaranteed pull is Epic or better', () => {
  fc.assert(
    fc.property(aGame, (game) => {
      const state = { ...game.state, pity: game.banner.pityAt - 1 };
      const left = new Map(game.left).set('fox', 1);
      const [first] = played({ ...game, state, left }).outcome.items;
      expect(['epic', 'legendary']).toContain(first!.rarity);
      expect(first!.animation).toBe('pity');
    }),
  );
});
