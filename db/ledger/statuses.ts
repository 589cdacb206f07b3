import type { POST_ERRORS } from '../../domain/ledger/port.ts';

/** What `ledger_post` says of an item. Numbered in the order of the checks: its SQL has the same numbers. */
export const STATUS = {
  key_conflict: 1,
  repeated: 2,
  invalid_amount: 3,
  not_found: 4,
  fenced: 5,
  round_closed: 6,
  no_active_bet: 7,
  outdated: 8,
  forbidden: 9,
  limit_exceeded: 10,
  insufficient_funds: 11,
  /** Depends on an earlier item of the same batch: goes into the next one. */
  again: 12,
  posted: 99,
} as const;

type Refusal = Exclude<(typeof POST_ERRORS)[number], 'store_unavailable'>;

/** Refusals by number. */
export const REFUSALS: ReadonlyMap<number, Refusal> = new Map(
  Object.entries(STATUS)
    .filter(([name]) => name !== 'repeated' && name !== 'again' && name !== 'posted')
    .map(([name, status]) => [status, name as Refusal]),
);
