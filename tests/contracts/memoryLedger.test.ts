import { randomUUID } from 'node:crypto';
import { MemoryLedger } from '../../db/stores/memoryLedger.ts';
import { FIRST_PLAYER_ACCOUNT_ID } from '../../domain/ledger/accounts.ts';
import { ledgerStoreContract } from './ledgerStore.contract.ts';

ledgerStoreContract('the ledger in memory', async () => {
  const ledger = new MemoryLedger();
  let nextId = FIRST_PLAYER_ACCOUNT_ID;
  return {
    ledger,
    secondWriter: async () => ledger,
    async player() {
      const [coins, credits] = [nextId++, nextId++];
      const account = { player: true, blocked: false, balance: 0 };
      ledger.accounts.set(coins, { ...account, currency: 'coins' });
      ledger.accounts.set(credits, { ...account, currency: 'credits' });
      return { playerId: randomUUID(), coins, credits };
    },
    async block(accountId, blocked) {
      ledger.accounts.get(accountId)!.blocked = blocked;
    },
    lease: async (table, now) => void ledger.leases.set(`crash/${table}`, { table, ...now }),
    balance: async (accountId) => ledger.accounts.get(accountId)!.balance,
    transfers: async () =>
      ledger.transfers.map(({ key, debitAccountId, creditAccountId, amount }) => ({
        ...{ key, debitAccountId, creditAccountId, amount },
      })),
    total: async (currency) =>
      [...ledger.accounts.values()].reduce(
        (sum, account) => sum + (account.currency === currency ? account.balance : 0),
        0,
      ),
    betIds: async () => [...ledger.bets.keys()],
    endedBetIds: async () => [...ledger.ends.keys()],
    close: async () => {},
  };
});
