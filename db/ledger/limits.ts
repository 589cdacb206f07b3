import type { LimitKind } from '../../domain/limits/limits.ts';
import type { Period } from '../../domain/limits/periods.ts';
import type { LimitFacts, LimitInForce } from '../../domain/limits/refusal.ts';

/** A row of `ledger_limits`. */
interface LimitRow {
  account_id: number;
  /** `value` of a pause or an exclusion is until when, in epoch ms. */
  kind: LimitKind | 'pause' | 'exclusion';
  period: Period | null;
  value: number;
  /** Null: nothing yet. */
  used: number | null;
  at_ms: number;
}

export type LimitFactsById = ReadonlyMap<number, LimitFacts>;

/** What keeps players from staking, by account: from the rows of `ledger_limits` as JSON. */
export function limitFacts(json: string | null): LimitFactsById {
  const facts = new Map<number, LimitFacts & { inForce: LimitInForce[] }>();
  for (const row of json === null ? [] : (JSON.parse(json) as LimitRow[])) {
    const { account_id: id, kind, period, value, used, at_ms: atMs } = row;
    const known = facts.get(id) ?? { atMs, pausedUntilMs: null, excludedUntilMs: null, inForce: [] };
    facts.set(id, known);
    if (kind === 'pause') known.pausedUntilMs = value;
    else if (kind === 'exclusion') known.excludedUntilMs = value;
    else known.inForce.push({ kind, period: period!, value, used: used ?? 0 });
  }
  return facts;
}
