import type { LedgerItem } from '../../domain/ledger/port.ts';
import { links } from '../cluster/storeLink.ts';

/** In place of `db/ledger/connection.ts`: batches go to the simulated store. */
export const STATEMENT_TIMEOUT_MS = 2_000;

/** @param url names the process */
export async function connectLedger(url: string, _onLost: () => void) {
  const link = links.get(url)!;
  await link.connect();
  let destroyed = false;
  return {
    async post(items: readonly LedgerItem[]) {
      const results = await link.post(items);
      // A connection that was given up answers nobody any more.
      if (destroyed) await new Promise(() => {});
      return { status: null, results };
    },
    destroy() {
      destroyed = true;
    },
  };
}
