import { z } from '@hono/zod-openapi';
import { RARITIES } from '../../domain/protocol/gacha.ts';
import { coins, hash, hundredths } from './schemas.ts';

const payHundredths = z.int().describe('Of the stake, in hundredths');
const names = z.object({ en: z.string(), ko: z.string() });
const betSteps = z.array(coins).describe('The stakes that are taken');

const share = z.number().min(0).max(1).describe('Of 1');

const hashed = { oddsHash: hash.describe('SHA-256 of the canonical JSON (RFC 8785) of `odds`') };
const returns = {
  returnToPlayer: z.number().describe('Of a stake, in the long run'),
  returnToPlayerExact: z.string().describe('The same as a fraction'),
};

const CrashOdds = z
  .object({
    odds: z
      .object({
        game: z.literal('crash'),
        table: z.string(),
        edgePercent: z.int(),
        bustFormula: z.string(),
        curveFormula: z.string(),
        payoutFormula: z.string(),
        minCashoutHundredths: hundredths,
        maxHundredths: hundredths,
      })
      .describe('The canonical object that `oddsHash` is the hash of'),
    game: z.literal('crash'),
    table: z.string(),
    ...hashed,
    returnToPlayer: z.number().describe('Of a stake, at every target'),
    returnToPlayerExact: z.string().describe('The same as a fraction'),
  })
  .openapi('CrashOdds');

const machine = {
  game: z.literal('slots'),
  machine: z.string(),
  name: names,
  betSteps,
  symbols: z.array(z.object({ id: z.string(), name: names, art: z.string() })),
};

const symbolPays = z.array(z.object({ symbol: z.string(), payHundredths }));

const WeightedMachine = z
  .object({
    ...machine,
    kind: z.literal('weighted'),
    reels: z.array(z.array(z.object({ symbol: z.string(), weight: z.int() }))),
    triples: symbolPays,
    pairs: symbolPays,
    jackpotSymbol: z.string(),
    streak: z.object({ perWinHundredths: z.int(), mostHundredths: z.int() }),
    variationHundredths: z.int(),
  })
  .openapi('WeightedMachine');

const StripMachine = z
  .object({
    ...machine,
    kind: z.literal('strips'),
    rows: z.int(),
    strips: z.array(z.array(z.string())),
    lines: z.array(z.array(z.int())).describe('Per pay line the row of each reel'),
    wild: z.string(),
    scatter: z.string(),
    linePays: z.array(z.object({ symbol: z.string(), count: z.int(), payHundredths })),
    scatterPays: z.array(z.object({ count: z.int(), payHundredths })),
    freeSpins: z.object({
      scatters: z.int(),
      spins: z.int(),
      multiplier: z.int(),
      mostSpins: z.int(),
    }),
  })
  .openapi('StripMachine');

const SlotsOdds = z
  .object({
    odds: z.discriminatedUnion('kind', [WeightedMachine, StripMachine]),
    game: z.literal('slots'),
    machine: z.string(),
    ...hashed,
    ...returns,
    hitRate: share.describe('Games that pay anything'),
    variance: z.number().describe('Of a game’s win, in stakes squared'),
    results: z.record(z.string(), share).describe('The chance of each `result`'),
    returnByStreak: z
      .array(z.number())
      .nullable()
      .describe('After 0, 1, 2 ... wins in a row, the last for all above too; null without a streak'),
    freeSpinsPerGame: z.number().nullable().describe('On average; null without free spins'),
  })
  .openapi('SlotsOdds');

const rarity = z.enum(RARITIES);

const Banner = z
  .object({
    game: z.literal('gacha'),
    banner: z.string(),
    name: names,
    costCoins: z.object({ 1: coins, 10: coins }),
    dailyPulls: z.object({ STANDARD: z.int(), PREMIUM: z.int(), VIP: z.int() }),
    timeZone: z.string(),
    rates: z.array(z.object({ rarity, perMillion: z.int() })),
    pityAt: z.int(),
    nearMissPerMillion: z.int(),
    recent: z.object({ window: z.int(), percent: z.int() }),
    items: z.array(
      z.object({
        item: z.string(),
        rarity,
        name: names,
        art: z.string(),
        weight: z.int(),
        stock: z.int().optional().describe('Limited, shared by everybody'),
      }),
    ),
  })
  .openapi('GachaBanner');

const Disclosure = z
  .object({
    rarities: z.array(
      z.object({
        rarity,
        baseRate: share.describe('Of a pull that the guarantee does not touch'),
        consolidatedRate: share.describe('Of all pulls in the long run, guaranteed ones included'),
        items: z.array(
          z.object({
            item: z.string(),
            share: share.describe('Within the rarity'),
            rate: share,
            stock: z.int().nullable(),
          }),
        ),
      }),
    ),
    guarantee: z.object({
      pityAt: z.int(),
      meanPulls: z.number().describe('That an Epic or better takes'),
      guaranteedRate: share,
    }),
    nearMiss: z
      .array(z.object({ rarity, from: z.int(), before: z.int() }))
      .describe('Spans of `floor(first float * 1000000)` that are shown as a near miss'),
    influences: z
      .array(z.object({ by: z.enum(['pity', 'recent', 'stock']), text: names }))
      .describe('How pulls influence each other'),
  })
  .openapi('BannerDisclosure');

const GachaOdds = z
  .object({
    odds: Banner,
    game: z.literal('gacha'),
    banner: z.string(),
    ...hashed,
    disclosure: Disclosure,
    active: z.boolean().describe('Whether it may be pulled now'),
  })
  .openapi('GachaOdds');

const RpsOdds = z
  .object({
    odds: z
      .object({
        game: z.literal('rps'),
        hands: z.array(z.string()),
        handFormula: z.string(),
        winHundredths: payHundredths,
        drawHundredths: payHundredths,
        minBetCoins: coins,
        maxBetCoins: coins,
        betStepCoins: coins,
        match: z.object({
          feeHundredths: z.int(),
          commitWithinMs: z.int(),
          revealWithinMs: z.int(),
          betSteps,
        }),
      })
      .describe('Each hand beats the one before it, and the first beats the last'),
    game: z.literal('rps'),
    ...hashed,
    ...returns,
  })
  .openapi('RpsOdds');

export const Odds = z.discriminatedUnion('game', [CrashOdds, SlotsOdds, GachaOdds, RpsOdds]).openapi('Odds');

export const KeptOdds = z
  .object({
    ...hashed,
    odds: z.record(z.string(), z.unknown()).describe('The table, as it was when games were played by it'),
  })
  .openapi('KeptOdds');
