import { z } from '@hono/zod-openapi';
import { atMs, coins, hash } from './schemas.ts';

const reason = z.enum(['player', 'auto', 'limit', 'gap']);
/** A named schema or null. (`nullable` of one is documented as both at once, which nothing satisfies.) */
function orNull<Schema extends z.ZodType>(schema: Schema) {
  return z.union([schema, z.null()]);
}

const hundredths = z.int().describe('A multiplier in hundredths');

export const Limits = z
  .object({
    table: z.string(),
    edgePercent: z.int(),
    minBetCoins: coins,
    maxBetCoins: coins,
    maxPayoutCoins: coins,
    maxRoundPayoutCoins: coins,
    bettingMs: z.int(),
    pauseMs: z.int(),
  })
  .openapi('TableRules');

export const Table = Limits.extend({
  phase: z.enum(['betting', 'flying', 'settled', 'paused']),
  players: z.int(),
  roomId: z.string(),
  publicAddress: z.string(),
}).openapi('Table');

export const Odds = z
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
    oddsHash: hash,
    returnToPlayer: z.number().describe('Of a stake, at every target'),
    returnToPlayerExact: z.string().describe('The same as a fraction'),
  })
  .openapi('Odds');

const Gap = z.object({ fromMs: atMs, toMs: atMs }).describe('The curve stood still between these');

const Cashout = z.object({
  atHundredths: hundredths,
  payoutCoins: coins,
  receivedAtMs: atMs,
  sequence: z.int(),
  reason,
});

const round = {
  game: z.int(),
  chainId: z.int(),
  salt: z.string(),
  hash,
  bustHundredths: hundredths,
  betBookRoot: hash,
  startedAtMs: atMs,
  launchedAtMs: atMs,
  bustedAtMs: atMs,
  stakedCoins: coins,
  paidCoins: coins,
  voided: z.boolean(),
  voidReason: z.string().optional(),
};

export const Round = z.object({ ...round, bets: z.int() }).openapi('CrashRound');

const RecordedBet = z
  .object({
    betId: z.uuid(),
    playerId: z.uuid(),
    bot: z.literal(true).optional(),
    amountCoins: coins,
    autoCashoutHundredths: hundredths.optional(),
    proof: z
      .array(z.object({ side: z.enum(['left', 'right']), hash }))
      .describe('To `betBookRoot`, RFC 6962'),
    cashout: Cashout.optional(),
  })
  .openapi('RecordedBet');

export const RoundRecord = z
  .object({
    ...round,
    table: z.string(),
    bets: z.array(RecordedBet),
    cancelled: z.array(
      z.object({
        betId: z.uuid(),
        playerId: z.uuid(),
        amountCoins: coins,
        receivedAtMs: atMs,
        sequence: z.int(),
      }),
    ),
    gaps: z.array(Gap),
    limits: Limits,
  })
  .openapi('RoundRecord');

const Chain = z
  .object({
    id: z.int(),
    length: z.int(),
    terminator: hash,
    salt: z.string().describe('Empty until fixed'),
    saltSource: z.string(),
    edgePercent: z.int(),
    firstGame: z.int(),
  })
  .openapi('Chain');

export const Fairness = z
  .object({
    chains: z.array(Chain).describe('The last one is active'),
    nextChain: orNull(Chain),
    latestGame: z.int(),
    gaps: z.int().describe('Rounds that stood still for a while'),
    voids: z.int(),
  })
  .openapi('CrashFairness');

export const Game = z
  .object({
    gameId: z.uuid(),
    game: z.literal('crash'),
    startedAtMs: atMs,
    endedAtMs: atMs.nullable(),
    betCoins: coins,
    payoutCoins: coins,
    netCoins: coins,
    balanceBeforeCoins: coins,
    balanceAfterCoins: coins,
    oddsHash: hash,
    proof: z.object({ table: z.string(), game: z.int() }),
    outcome: z.enum(['open', 'cashed', 'lost', 'cancelled', 'voided']),
    atHundredths: hundredths.nullable(),
  })
  .openapi('Game');

const Step = z.discriminatedUnion('type', [
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

export const GameRecall = Game.extend({
  steps: z.array(Step).describe('What happened, in order; once the round is settled'),
  bet: orNull(RecordedBet).describe('The bet as it stands in the round’s record, with its proof'),
  round: orNull(RoundRecord.omit({ bets: true, cancelled: true })).describe('Null until it is settled'),
}).openapi('GameRecall');
