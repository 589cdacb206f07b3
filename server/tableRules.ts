import { z } from 'zod';
import { STAKE_STEP_COINS } from '../domain/money.ts';

const coins = z.int().min(STAKE_STEP_COINS).max(1_000_000_000_000);
/** Stakes are multiples of 100 coins, so that the published return is exact: so are their limits. */
const stake = coins.multipleOf(STAKE_STEP_COINS);

/** The rules of a table, from a file or with the limits that an operator sets; each problem names its field. */
export const TableRulesShape = z
  .strictObject({
    table: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
    edgePercent: z.int().min(0).max(50),
    minBetCoins: stake,
    maxBetCoins: stake,
    maxPayoutCoins: coins,
    maxRoundPayoutCoins: coins,
    bettingMs: z.int().min(100).max(600_000),
    pauseMs: z.int().min(0).max(600_000),
  })
  .superRefine((rules, context) => {
    const demand = (holds: boolean, field: string, message: string) => {
      if (!holds) context.addIssue({ code: 'custom', path: [field], message });
    };
    demand(rules.maxBetCoins >= rules.minBetCoins, 'maxBetCoins', 'must not be below minBetCoins');
    // A bet that could not pay even 1.01x would be cashed out at its own limit at once.
    demand(
      rules.maxPayoutCoins >= rules.maxBetCoins * 2,
      'maxPayoutCoins',
      'must be at least twice maxBetCoins',
    );
    // The exposure rule: open stakes x 2 may not exceed the round's maximum.
    demand(
      rules.maxRoundPayoutCoins >= rules.maxBetCoins * 2,
      'maxRoundPayoutCoins',
      'must be at least twice maxBetCoins',
    );
  });
