import type { ClusterStore } from '../../domain/cluster/port.ts';
import { ok } from '../../domain/result.ts';
import type { Tables } from './tables.ts';

const MEMBER_MS = 3_000;

/** `db/stores/cluster.ts` in memory. */
export function memoryCluster(tables: Tables): ClusterStore {
  const { members, leases, places, nowMs } = tables;
  return {
    async beat(member) {
      const before = members.get(member.memberId);
      const returned = before === undefined || before.expiresAtMs <= nowMs();
      members.set(member.memberId, { ...member, expiresAtMs: nowMs() + MEMBER_MS });
      return ok({ returned });
    },

    async view(memberId) {
      const isGone = (id: string) => id !== memberId && tables.isGone(id);
      return ok({
        members: [...members.values()]
          .filter(({ expiresAtMs }) => expiresAtMs > nowMs())
          .map(({ expiresAtMs: _, ...member }) => ({ ...member, gone: isGone(member.memberId) })),
        tables: [...leases].map(([table, { owner, fence, expiresAtMs }]) => {
          const told = places.get(table);
          const { fence: _, ...place } = told ?? { fence: 0 };
          return {
            ...{ table, holderId: owner, fence },
            free: owner === null || expiresAtMs <= nowMs() || isGone(owner),
            place: told?.fence === fence ? (place as Omit<typeof told, 'fence'>) : null,
          };
        }),
      });
    },

    async leave(memberId) {
      members.delete(memberId);
      return ok(undefined);
    },

    async show({ table, fence }, place) {
      const told = places.get(table);
      if (told === undefined || told.fence <= fence) places.set(table, { ...place, fence });
      return ok(undefined);
    },

    async balancesOf(playerIds) {
      const found = playerIds.flatMap((id) => {
        const player = tables.players.get(id);
        return player === undefined ? [] : [[id, balancesOf(tables, id)] as const];
      });
      return ok(new Map(found));
    },
  };
}

export function balancesOf(tables: Tables, playerId: string) {
  const { coins, gems, credits } = tables.players.get(playerId)!.accounts;
  const of = (accountId: number) => tables.ledger.accounts.get(accountId)!.balance;
  return { coins: of(coins), gems: of(gems), credits: of(credits) };
}
