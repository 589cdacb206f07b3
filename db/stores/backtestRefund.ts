import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import { postWithin } from '../ledger/postWithin.ts';
import type { JobRow } from './backtestRows.ts';

/**
 * Gives a job's credits back, as the last step of the transaction that ends it. There is one refund of a job, ever:
 * its key is made of the job alone, so the ledger itself takes no second one.
 */
export async function refundJob(client: pg.ClientBase, job: JobRow): Promise<void> {
  const account = Number(job.credits_account_id);
  const amount = Number(job.charged_credits);
  const refunded = await postWithin(client, {
    key: operationKey('system', job.job_id, 'backtest.refund', ''),
    fingerprint: bodyFingerprint({ account, amount }),
    kind: 'backtest.refund',
    legs: [
      {
        debitAccountId: SYSTEM_ACCOUNTS['house.backtest.credits'],
        creditAccountId: account,
        amount,
      },
    ],
    ...{ answerAccountId: account, ref: job.job_id, claim: null, row: null },
  });
  assert(refunded.ok, `backtest ${job.job_id} could not be refunded`);
}
