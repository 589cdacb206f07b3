import { z } from '@hono/zod-openapi';
import { atMs, coins, hash, hundredths, orNull } from './schemas.ts';

export const reason = z.enum(['player', 'auto', 'limit', 'gap']);
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

export const RecordedBet = z
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
    lastGame: z
      .int()
      .describe('firstGame + length - 1, or earlier when the chain was replaced after a restore'),
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
