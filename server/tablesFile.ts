import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TableRules } from '../domain/crash/tables.data.ts';
import { STAKE_STEP_COINS } from '../domain/money.ts';

const coins = z.int().min(STAKE_STEP_COINS).max(1_000_000_000_000);
/** Stakes are multiples of 100 coins, so that the published return is exact: so are their limits. */
const stake = coins.multipleOf(STAKE_STEP_COINS);

const Table = z
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

const Tables = z
  .array(Table)
  .min(1)
  .max(100)
  .superRefine((tables, context) => {
    const seen = new Set<string>();
    for (const [index, { table }] of tables.entries()) {
      if (seen.has(table)) {
        context.addIssue({ code: 'custom', path: [index, 'table'], message: 'names a table twice' });
      }
      seen.add(table);
    }
  });

type Reading = { ok: true; tables: readonly TableRules[] } | { ok: false; problems: string[] };

/** Reads a JSON array of tables, with the names of `GET /api/tables`; each problem names its field. */
export function readTables(path: string): Reading {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = Tables.safeParse(content);
  if (parsed.success) return { ok: true, tables: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`),
  };
}

/** `[0].minBetCoins` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'the file' : text;
}
