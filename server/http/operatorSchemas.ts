import { z } from '@hono/zod-openapi';
import { FOR_GOOD_MS } from '../../domain/identity/administration.ts';
import { CURRENCIES } from '../../domain/money.ts';
import { PlayLimitsView } from './limitSchemas.ts';
import { Totals } from './playerSchemas.ts';
import { atMs, BalancesView, PlayerView } from './schemas.ts';

export const playerId = z.uuid();
export const rank = PlayerView.shape.rank;
export const role = PlayerView.shape.role;
export const currency = z.enum(CURRENCIES);

export const MOST_BULK_LINES = 1_000;
/** So many lines with their longest keys and reasons, in letters that take three bytes. */
export const MOST_BULK_BYTES = 2 * 1_048_576;

/** Why an operator does something: stands in the audit. */
export const reason = z.string().trim().min(1).max(500).describe('Stands in the audit');

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});

const item = {
  id: playerId,
  nickname: z.string(),
  rank,
  role,
  bot: z.boolean(),
  createdAtMs: atMs,
  bannedUntilMs: atMs.nullable().describe(`Null: not banned; ${FOR_GOOD_MS}: for good`),
  banReason: z.string().nullable(),
};

export const PlayerItemView = z.object(item).openapi('PlayerItem');

export const PlayerDetailView = z
  .object({
    ...item,
    balances: BalancesView,
    online: z.boolean().describe('In a lobby, on whatever process'),
    openSessions: z.array(
      z.object({
        sessionId: z.uuid(),
        game: z.enum(['slots', 'gacha', 'rps']),
        variant: z.string(),
        startedAtMs: atMs,
      }),
    ),
    statistics: Totals,
    limits: PlayLimitsView,
    rankHistory: z
      .array(
        z.object({
          rank,
          atMs,
          by: z.string().describe('An operator’s id, or the name of a rule'),
          reason: z.string(),
        }),
      )
      .describe('Newest first, at most 100'),
  })
  .openapi('PlayerDetail');

export const GrantedView = z
  .object({
    playerId,
    amount: z.int(),
    currency,
    balance: z.int().describe('Right after the grant, as stored with it'),
    transferId: z.int(),
    repeated: z.boolean().describe('True for the answer to a key that had been used'),
  })
  .openapi('Granted');
