import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { answerLeg } from './encode.ts';
import { REFUSALS, STATUS } from './statuses.ts';

/** The one row of `ledger_post`, columns as PostgreSQL's array literals. */
export interface BatchAnswer {
  status: string;
  balance: string;
  ids: string;
  known_id: string | null;
  known_ref: string | null;
}

/** Elements of an array literal of numbers or UUIDs. */
function elements(literal: string | null): string[] {
  return literal === null || literal === '{}' ? [] : literal.slice(1, -1).split(',');
}

/** What became of each item, in order; null: it must go into the next batch. */
export function decodeBatch(items: readonly LedgerItem[], answer: BatchAnswer): (Result<Posting> | null)[] {
  const status = elements(answer.status);
  const balance = elements(answer.balance);
  const ids = elements(answer.ids);
  const knownIds = elements(answer.known_id);
  const knownRefs = elements(answer.known_ref);
  assert(status.length === balance.length, 'ledger_post answered for other legs than it was sent');
  let row = 0;
  let known = 0;
  return items.map((item) => {
    const code = Number(status[row]);
    const answered = Number(balance[row + answerLeg(item)]);
    const transferId = Number(ids[row]);
    row += item.legs.length;
    if (code === STATUS.posted) {
      return ok({ transferId, ref: item.ref, balance: answered, repeated: false });
    }
    if (code === STATUS.repeated) {
      const at = known;
      known += item.legs.length;
      const ref = knownRefs[at]!;
      return ok({
        transferId: Number(knownIds[at]),
        ref: ref === 'NULL' ? null : ref,
        balance: answered,
        repeated: true,
      });
    }
    if (code === STATUS.again) return null;
    const refusal = REFUSALS.get(code);
    assert(refusal, `ledger_post answered ${code}`);
    return fail(refusal, refusal === 'insufficient_funds' ? { balance: answered } : {});
  });
}
