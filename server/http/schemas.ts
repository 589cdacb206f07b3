import { z } from '@hono/zod-openapi';
import { CURRENCIES } from '../../domain/money.ts';
import { ERRORS, type ErrorCode } from '../../domain/protocol/errors.ts';

export const coins = z.int();
export const atMs = z.int().describe('Epoch milliseconds');
export const hash = z.string().describe('SHA-256 in lowercase hex');
export const hundredths = z.int().describe('A multiplier in hundredths');

/** A named schema or null. (`nullable` of one is documented as both at once, which nothing satisfies.) */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return z.union([schema, z.null()]);
}

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).describe('`field` names a bad field'),
    }),
  })
  .openapi('Error');

export const PlayerView = z
  .object({
    id: z.uuid(),
    nickname: z.string(),
    rank: z.enum(['STANDARD', 'PREMIUM', 'VIP']),
    role: z.enum(['player', 'moderator', 'admin']),
  })
  .openapi('Player');

export const SessionView = z
  .object({
    player: PlayerView,
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresAtMs: atMs.describe('When the access token expires'),
  })
  .openapi('Session');

export const BalancesView = z.object({ coins, credits: z.int(), gems: z.int() }).openapi('Balances');

export const Daily = z
  .object({
    granted: z.object({ coins, credits: z.int() }),
    balanceCoins: coins.describe('Right after the grant, as stored with it'),
    nextAtMs: atMs.describe('From when on the next one can be claimed'),
    balances: BalancesView.describe('As of this answer'),
  })
  .openapi('DailyGrant');

export const Transfer = z
  .object({
    id: z.int(),
    atMs,
    kind: z.string(),
    amountCoins: coins.describe('Signed; in units of `currency`'),
    balanceAfterCoins: coins,
    currency: z.enum(CURRENCIES),
    gameId: z.uuid().optional(),
  })
  .openapi('Transfer');

/** A page of a list, as every list is answered. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({ items: z.array(item), next: z.string().nullable().describe('The next page’s `cursor`') })
    .openapi(name);
}

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the `next` of the page before')
    .optional(),
});
