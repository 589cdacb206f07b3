import { z } from '@hono/zod-openapi';
import { RARITIES } from '../../domain/protocol/gacha.ts';
import { HANDS } from '../../domain/protocol/rps.ts';
import { RecordedBet, RoundRecord, reason } from './crashSchemas.ts';
import { atMs, coins, hash, hundredths, orNull } from './schemas.ts';

/** What every game tells, by history and recall alike. */
const money = {
  gameId: z.uuid(),
  startedAtMs: atMs,
  betCoins: coins,
  payoutCoins: coins,
  netCoins: coins,
  balanceBeforeCoins: coins,
  balanceAfterCoins: coins,
  oddsHash: hash.describe('GET /api/odds/{oddsHash} has the table'),
};

const CrashGame = z
  .object({
    ...money,
    game: z.literal('crash'),
    endedAtMs: atMs.nullable(),
    proof: z.object({ table: z.string(), game: z.int() }),
    outcome: z.enum(['open', 'cashed', 'lost', 'cancelled', 'voided']),
    atHundredths: hundredths.nullable(),
  })
  .openapi('CrashGame');

const finished = {
  ...money,
  variant: z.string().describe('The machine or banner; `house` or `match` for rock-paper-scissors'),
  endedAtMs: atMs,
  tally: z.record(z.string(), z.int()).describe('How often what came up'),
};

const inputs = z
  .record(z.string(), z.unknown())
  .describe('What the outcome depends on beside seeds, bet and odds, as it was recorded');

const PairProof = z
  .object({
    pairId: z.uuid(),
    serverSeedHash: hash,
    serverSeed: z.string().nullable().describe('Null until the pair is revealed'),
    clientSeed: z.string(),
    nonce: z.int(),
    inputs,
  })
  .openapi('PairProof');

const MatchProof = z.object({ matchId: z.uuid(), inputs }).openapi('MatchProof');

const PairGame = z
  .object({ ...finished, game: z.enum(['slots', 'gacha', 'rps']), proof: PairProof })
  .openapi('PairGame');

const MatchGame = z
  .object({ ...finished, game: z.literal('rps_match'), proof: MatchProof })
  .openapi('MatchGame');

export const Game = z.discriminatedUnion('game', [CrashGame, PairGame, MatchGame]).openapi('Game');
export const GAME_NAMES = ['crash', 'slots', 'gacha', 'rps', 'rps_match'] as const;

const CrashStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bet'), amountCoins: coins, autoCashoutHundredths: hundredths.optional() }),
  z.object({ type: z.literal('launch'), atMs }),
  z.object({ type: z.literal('gap'), fromMs: atMs, toMs: atMs }),
  z.object({
    type: z.literal('cashout'),
    atMs,
    atHundredths: hundredths,
    payoutCoins: coins,
    sequence: z.int(),
    reason,
  }),
  z.object({ type: z.literal('cancel'), atMs, sequence: z.int() }),
  z.object({ type: z.literal('bust'), atMs, bustHundredths: hundredths }),
]);

const playerId = z.uuid().describe('Whose game it is');
const PairRecall = PairGame.extend({ playerId });

const SlotTurn = z.object({
  stops: z.array(z.int()).describe('Where each reel stopped: its first visible position'),
  lines: z.array(
    z.object({
      line: z.int().describe('-1: what pays anywhere'),
      symbol: z.string(),
      count: z.int(),
      payHundredths: z.int(),
    }),
  ),
  winHundredths: z.int(),
  winCoins: coins,
  multiplier: z.int(),
  freeSpinsWon: z.int(),
});

const rarity = z.enum(RARITIES);
const PulledItem = z.object({
  rarity,
  item: z.string(),
  animation: z.enum(['normal', 'epic', 'legendary', 'near_miss', 'pity']),
  messageKey: z.string(),
  soldOut: z.object({ rarity, item: z.string() }).optional(),
});

const hand = z.enum(HANDS);
const Throw = z.object({ hand, serverHand: hand, outcome: z.enum(['win', 'draw', 'lose']) });

const CrashRecall = CrashGame.extend({
  steps: z.array(CrashStep).describe('What happened, in order; once the round is settled'),
  bet: orNull(RecordedBet).describe('The bet as it stands in the round’s record, with its proof'),
  round: orNull(RoundRecord.omit({ bets: true, cancelled: true })).describe('Null until it is settled'),
}).openapi('CrashRecall');

const SlotsRecall = PairRecall.extend({
  game: z.literal('slots'),
  outcome: z.object({
    turns: z.array(SlotTurn),
    winCoins: coins,
    streak: z.int(),
    streakBonusHundredths: z.int(),
    variationHundredths: z.int(),
    result: z.string(),
  }),
  steps: z.array(SlotTurn.extend({ type: z.enum(['spin', 'freeSpin']) })),
}).openapi('SlotsRecall');

const GachaRecall = PairRecall.extend({
  game: z.literal('gacha'),
  outcome: z.object({ items: z.array(PulledItem), pity: z.int() }),
  steps: z.array(PulledItem.extend({ type: z.literal('pull') })),
}).openapi('GachaRecall');

const RpsRecall = PairRecall.extend({
  game: z.literal('rps'),
  outcome: Throw,
  steps: z.array(Throw.extend({ type: z.literal('throw') })),
}).openapi('RpsRecall');

const matchOutcome = {
  outcome: z.enum(['win', 'draw', 'lose', 'refunded']),
  reason: z.enum(['hands', 'equal_hands', 'no_commit', 'no_reveal']),
  hands: z.object({ you: hand.nullable(), other: hand.nullable() }).describe('Null: not revealed'),
};

const MatchRecall = MatchGame.extend({
  playerId,
  outcome: z.object(matchOutcome),
  steps: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('commit'), playerId, commit: hash }),
      z.object({ type: z.literal('reveal'), playerId, hand, salt: z.string() }),
      z.object({ type: z.literal('result'), ...matchOutcome }),
    ]),
  ),
}).openapi('MatchRecall');

export const GameRecall = z
  .discriminatedUnion('game', [CrashRecall, SlotsRecall, GachaRecall, RpsRecall, MatchRecall])
  .openapi('GameRecall');
