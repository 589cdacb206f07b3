import type pg from 'pg';
import type { StoredPosting, TransferKind } from '../../domain/ledger/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import { isUnavailable } from '../storeUnavailable.ts';
import { uuid } from './columns.ts';
import { ANSWER_WITHIN_MS, unavailable } from './pending.ts';

type Waiting = {
  key: string;
  answer(result: Result<StoredPosting | null>): void;
  crash(error: unknown): void;
};

const LOOKUP = {
  name: 'ledger_lookup',
  // One lookup by index per key.
  text: `select k.key, t.*
           from unnest($1::uuid[]) as k (key),
                lateral (
                  select min(id) as id, min(fingerprint) as fingerprint, min(kind) as kind, min(ref::text) as ref,
                         max(case answer_side when 0 then debit_after when 1 then credit_after end) as balance
                    from transfer where idem_key = k.key having count(*) > 0
                ) t`,
};

interface Row {
  key: string;
  fingerprint: string;
  kind: TransferKind;
  id: string;
  ref: string | null;
  balance: string;
}

export interface Lookups {
  lookup(key: string): Promise<Result<StoredPosting | null>>;
}

/** Lookups of keys, collected like postings: those that arrive while a query runs share the next one. */
export function openLookups(pool: pg.Pool): Lookups {
  let waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const giveUp = setTimeout(() => {
      for (const { answer } of batch) answer(unavailable());
    }, ANSWER_WITHIN_MS);
    try {
      const keys = `{${[...new Set(batch.map(({ key }) => key))].join(',')}}`;
      const { rows } = await pool.query<Row>({ ...LOOKUP, values: [keys] });
      const found = new Map(rows.map((row) => [row.key, row]));
      for (const { key, answer } of batch) answer(ok(stored(found.get(key))));
    } catch (error) {
      for (const { answer, crash } of batch) {
        if (isUnavailable(error)) answer(unavailable());
        else crash(error);
      }
    } finally {
      clearTimeout(giveUp);
      running = false;
      if (waiting.length > 0) schedule();
    }
  }

  function schedule(): void {
    if (running) return;
    running = true;
    setImmediate(() => void run());
  }

  return {
    lookup(key) {
      return new Promise((answer, crash) => {
        waiting.push({ key: uuid(key), answer, crash });
        schedule();
      });
    },
  };
}

function stored(row: Row | undefined): StoredPosting | null {
  if (!row) return null;
  return {
    key: row.key,
    fingerprint: BigInt(row.fingerprint),
    kind: row.kind,
    transferId: Number(row.id),
    ref: row.ref,
    balance: Number(row.balance),
  };
}
