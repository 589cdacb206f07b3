import { z } from '@hono/zod-openapi';
import { BROADCAST_LEVELS } from '../../domain/broadcast/broadcast.ts';
import { ROUND_STATUSES } from '../../domain/crash/operatorReads.ts';
import { reason as cashoutReason, Limits, Table } from './crashSchemas.ts';
import { atMs, coins, hash, hundredths, orNull } from './schemas.ts';

/** Why an operator does something. Kept in the audit. */
export const Reason = z.string().trim().min(1).max(500);
export const ReasonBody = {
  content: { 'application/json': { schema: z.strictObject({ reason: Reason }) } },
  required: true,
};
export const keyHeader = (what: string) =>
  z.object({ 'idempotency-key': z.uuid().optional().describe(`The same key again gets the same ${what}`) });

export const Level = z.enum(BROADCAST_LEVELS);

export const AudienceShape = z
  .discriminatedUnion('to', [
    z.strictObject({ to: z.literal('all') }),
    z.strictObject({ to: z.literal('room'), room: z.string() }),
    z.strictObject({ to: z.literal('table'), table: z.string() }),
    z.strictObject({ to: z.literal('player'), playerId: z.uuid().transform((id) => id.toLowerCase()) }),
  ])
  .openapi('Audience');

export const BroadcastView = z
  .object({
    id: z.uuid(),
    text: z.string().describe('Text only: markup is shown as it was written'),
    level: Level,
    audience: AudienceShape,
    startsAtMs: atMs,
    expiresAtMs: atMs,
    createdBy: z.uuid(),
    createdAtMs: atMs,
    cancelledAtMs: orNull(atMs),
  })
  .openapi('Broadcast');

const LimitsView = z
  .object({
    minBetCoins: coins.optional(),
    maxBetCoins: coins.optional(),
    maxPayoutCoins: coins.optional(),
    maxRoundPayoutCoins: coins.optional(),
  })
  .openapi('TableLimits');

export const OperatorTable = Table.extend({
  paused: z.boolean().describe('It opens no other round until it is resumed'),
  pauseReason: orNull(z.string()),
  pausedBy: orNull(z.uuid()),
  pausedAtMs: orNull(atMs),
  limits: orNull(LimitsView).describe('What is set otherwise than its rules say, from the next round on'),
  member: orNull(z.uuid()).describe('The process that keeps it; null: nobody does'),
  fence: z.int(),
}).openapi('OperatorTable');

const round = {
  table: z.string(),
  game: z.int(),
  status: z.enum(ROUND_STATUSES),
  startedAtMs: atMs,
  launchedAtMs: orNull(atMs),
  bustedAtMs: orNull(atMs).describe('Null until the round has ended, as are bust and hash'),
  bustHundredths: orNull(hundredths),
  hash: orNull(hash),
  stakedCoins: coins,
  paidCoins: coins,
  voidReason: orNull(z.string()),
};

export const OperatorRound = z.object({ ...round, bets: z.int() }).openapi('OperatorRound');

const OperatorBet = z
  .object({
    betId: z.uuid(),
    playerId: z.uuid(),
    nickname: z.string(),
    bot: z.boolean(),
    amountCoins: coins,
    autoCashoutHundredths: orNull(hundredths),
    receivedAtMs: atMs,
    sequence: z.int(),
    state: z.enum(['open', 'cashed', 'lost', 'cancelled', 'voided']),
    cashout: orNull(
      z.object({
        atHundredths: hundredths,
        payoutCoins: coins,
        receivedAtMs: atMs,
        sequence: z.int(),
        reason: cashoutReason,
      }),
    ),
  })
  .openapi('OperatorBet');

export const OperatorRoundDetail = z
  .object({
    ...round,
    limits: Limits,
    gaps: z.array(z.object({ fromMs: atMs, toMs: atMs })),
    bets: z.array(OperatorBet),
  })
  .openapi('OperatorRoundDetail');

export const VoidedRoundView = OperatorRound.extend({
  refundedBets: z.int(),
  refundedCoins: coins,
}).openapi('VoidedRound');

export const OperatorBanner = z
  .object({
    banner: z.string(),
    active: z.boolean().describe('Whether it may be pulled'),
    items: z.array(
      z.object({ item: z.string(), remaining: orNull(z.int()).describe('Null: it is not limited') }),
    ),
  })
  .openapi('OperatorBanner');
