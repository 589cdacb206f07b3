import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { limitRefusal } from '../../domain/limits/refusal.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { answerLeg, type EncodedBatch } from './encode.ts';
import { type LimitFactsById, limitFacts } from './limits.ts';
import { REFUSALS, STATUS } from './statuses.ts';

/** The one row of `ledger_post`, columns as PostgreSQL's array literals. */
export interface BatchAnswer {
  status: string | null;
  balance: string;
  first_id: string;
  known_id: string | null;
  known_ref: string | null;
  /** JSON: rows of `ledger_limits`. */
  limits: string | null;
}

/** Elements of an array literal of numbers or UUIDs. */
function elements(literal: string | null): string[] {
  return literal === null || literal === '{}' ? [] : literal.slice(1, -1).split(',');
}

/** What became of each item, in order; null: it must go into the next batch. */
export function decodeBatch(
  items: readonly LedgerItem[],
  { answers }: EncodedBatch,
  answer: BatchAnswer,
): (Result<Posting> | null)[] {
  return answer.status === null ? allPosted(items, answers, answer) : eachDecided(items, answer);
}

/** The balances are those before the batch; what each item left is known here. */
function allPosted(
  items: readonly LedgerItem[],
  answers: EncodedBatch['answers'],
  answer: BatchAnswer,
): Result<Posting>[] {
  const before = elements(answer.balance);
  const firstId = Number(answer.first_id);
  let row = 0;
  return items.map((item, index) => {
    const { place, net } = answers[index]!;
    const transferId = firstId + row;
    row += item.legs.length;
    return ok({ transferId, ref: item.ref, balance: Number(before[place - 1]) + net, repeated: false });
  });
}

function eachDecided(items: readonly LedgerItem[], answer: BatchAnswer): (Result<Posting> | null)[] {
  const status = elements(answer.status);
  const balance = elements(answer.balance);
  const firstId = Number(answer.first_id);
  const knownIds = elements(answer.known_id);
  const knownRefs = elements(answer.known_ref);
  const limits = limitFacts(answer.limits);
  let row = 0;
  let known = 0;
  return items.map((item) => {
    const first = row;
    row += item.legs.length;
    const code = Number(status[first]);
    const answered = Number(balance[first + answerLeg(item)]);
    if (code === STATUS.posted) {
      return ok({ transferId: firstId + first, ref: item.ref, balance: answered, repeated: false });
    }
    if (code === STATUS.repeated) {
      const transferId = Number(knownIds[known]);
      const ref = knownRefs[known]!;
      known += item.legs.length;
      return ok({
        transferId,
        ref: ref === 'NULL' ? null : ref,
        // The legs of a game's repeat may be others: the first posting's answer stands at the first of them.
        balance: Number(balance[first]),
        repeated: true,
      });
    }
    if (code === STATUS.again) return null;
    if (code === STATUS.limit_exceeded) return overLimit(item, limits);
    const refusal = REFUSALS.get(code);
    assert(refusal, `ledger_post answered ${code}`);
    return fail(refusal, refusal === 'insufficient_funds' ? { balance: answered } : {});
  });
}

/** What the limits were before the batch refuses the item too: what came back within the batch was not enough. */
function overLimit({ legs }: LedgerItem, limits: LimitFactsById): Result<Posting> {
  for (const { debitAccountId } of legs) {
    const facts = limits.get(debitAccountId);
    const staked = legs.reduce(
      (sum, leg) => sum + (leg.debitAccountId === debitAccountId ? leg.amount : 0),
      0,
    );
    const error = facts ? limitRefusal(facts, staked) : null;
    if (error !== null) return { ok: false, error };
  }
  assert(false, 'ledger_post refused an item by a limit that it is not over');
}
