import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';

/** In place of `db/ledger/encode.ts` and `decode.ts`: a batch is its items, an answer its results. */
export function encodeBatch(items: readonly LedgerItem[]) {
  return { parameters: items };
}

export function decodeBatch(_items: unknown, _sent: unknown, answer: { results: Result<Posting>[] }) {
  return answer.results;
}
