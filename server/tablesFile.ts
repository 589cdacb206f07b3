import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TableRules } from '../domain/crash/tables.data.ts';
import { TableRulesShape } from './tableRules.ts';

const Tables = z
  .array(TableRulesShape)
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
