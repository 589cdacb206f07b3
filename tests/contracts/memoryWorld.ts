import { randomUUID } from 'node:crypto';
import { documentKey, MemoryLedger, stockKey } from '../../db/stores/memoryLedger.ts';
import { FIRST_PLAYER_ACCOUNT_ID } from '../../domain/ledger/accounts.ts';
import { exclude, pause } from '../../domain/limits/bars.ts';
import { changeLimits } from '../../domain/limits/limits.ts';
import { DAY_MS, dayOf, firstDayOf } from '../../domain/limits/periods.ts';
import { usedIn } from '../../domain/limits/state.ts';
import type { LedgerWorld, WorldPlayer } from './ledgerWorld.ts';

export async function openMemoryWorld(): Promise<LedgerWorld> {
  let aheadMs = 0;
  const nowMs = () => Date.now() + aheadMs;
  const ledger = new MemoryLedger(nowMs);
  const limitsOf = ({ coins }: WorldPlayer) => ledger.limits.of(coins);
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
    async limit(player, wish) {
      const state = limitsOf(player);
      state.limits = changeLimits(state.limits, wish, nowMs());
    },
    async pause(player, hours) {
      const state = limitsOf(player);
      const bars = pause(state.bars, hours, nowMs());
      if (bars.ok) state.bars = bars.value;
    },
    async exclude(player, days) {
      const state = limitsOf(player);
      const bars = exclude(state.bars, days, nowMs());
      if (bars.ok) state.bars = bars.value;
    },
    async played(player, playedMs) {
      limitsOf(player).days.push({ day: dayOf(nowMs()), stakedCoins: 0, lostCoins: 0, playedMs });
    },
    used: async (player, kind, period) => usedIn(limitsOf(player), kind, period, nowMs()),
    async passDay() {
      aheadMs += DAY_MS;
    },
    async otherDayOfWeek({ coins }) {
      const isFirst = firstDayOf('week', nowMs()) === dayOf(nowMs());
      for (const used of ledger.limits.of(coins).days) used.day += isFirst ? 1 : -1;
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
    async pair(playerId) {
      for (const pair of ledger.pairs.values()) if (pair.playerId === playerId) pair.status = 'revealed';
      const pairId = randomUUID();
      ledger.pairs.set(pairId, { playerId, status: 'active', nonce: 0 });
      return pairId;
    },
    async reveal(pairId) {
      ledger.pairs.get(pairId)!.status = 'revealed';
    },
    nonce: async (pairId) => ledger.pairs.get(pairId)!.nonce,
    document: async (ownerId, scope) => ledger.states.get(documentKey({ ownerId, scope }))?.state ?? null,
    setStock: async (banner, item, left) => void ledger.stock.set(stockKey({ banner, item }), left),
    stock: async (banner, item) => ledger.stock.get(stockKey({ banner, item }))!,
    games: async () =>
      [...ledger.games.values()].map(
        ({ gameId, playerId, pair, betCoins, payoutCoins, inputs, outcome, stakeId, payoutId }) => ({
          ...{ gameId, playerId, pair, betCoins, payoutCoins, stakeId, payoutId },
          ...{ inputs: JSON.parse(inputs), outcome: JSON.parse(outcome) },
        }),
      ),
    close: async () => {},
  };
}
