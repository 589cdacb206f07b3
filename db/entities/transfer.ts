import { defineEntity, p } from '@mikro-orm/core';

/** One leg of a posting: append-only, and written by `ledger_post` only. */
export const TransferEntity = defineEntity({
  name: 'TransferEntity',
  tableName: 'transfer',
  properties: {
    idemKey: p.uuid().primary(),
    leg: p.smallint().primary(),
    legs: p.smallint(),
    /** 0 debit, 1 credit: whose balance the posting answered with; null on an item's other legs. */
    answerSide: p.smallint().nullable(),
    id: p.bigint('number'),
    debitId: p.bigint('number'),
    creditId: p.bigint('number'),
    amount: p.bigint('number'),
    debitAfter: p.bigint('bigint'),
    creditAfter: p.bigint('bigint'),
    fingerprint: p.bigint('bigint'),
    createdAt: p.datetime().defaultRaw('now()'),
    ref: p.uuid().nullable(),
    kind: p.text(),
  },
  indexes: [
    {
      name: 'transfer_order_brin',
      expression:
        'create index transfer_order_brin on transfer using brin (created_at, id) with (pages_per_range = 32, autosummarize = on)',
    },
    {
      name: 'transfer_debit_player',
      expression:
        'create index transfer_debit_player on transfer (debit_id, id) with (deduplicate_items = off) where debit_id >= 1000',
    },
    {
      name: 'transfer_credit_player',
      expression:
        'create index transfer_credit_player on transfer (credit_id, id) with (deduplicate_items = off) where credit_id >= 1000',
    },
  ],
  checks: [{ name: 'transfer_amount_check', expression: 'amount > 0 and debit_id <> credit_id' }],
});
