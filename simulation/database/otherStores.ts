import type { Chain, ChainStore } from '../../domain/crash/port.ts';
import { unset } from '../../domain/crash/tableSetting.ts';
import type { Notice, NoticeStore } from '../../domain/notices/port.ts';
import { ok } from '../../domain/result.ts';
import type { Tables } from './tables.ts';

/** `db/stores/chains.ts` in memory. */
export function memoryChains(tables: Tables): ChainStore {
  const of = (table: string) => [...tables.chains.values()].filter((chain) => chain.table === table);
  return {
    chains: async (table) => of(table).map((chain) => ({ ...chain })),

    async insert(chain, checkpoints) {
      const stands = of(chain.table).some(({ status }) => status === chain.status && status !== 'finished');
      if (stands) throw Object.assign(new Error('seed_chain_standing_unique'), { code: '23505' });
      const inserted: Chain = {
        ...chain,
        ...{ id: tables.chains.size + 1, lastGame: chain.firstGame + chain.length - 1 },
      };
      tables.chains.set(inserted.id, inserted);
      tables.checkpoints.set(inserted.id, checkpoints);
      return { ...inserted };
    },

    checkpoint: async (chainId, index) => tables.checkpoints.get(chainId)![index]!,

    async activate(chainId) {
      const chain = tables.chains.get(chainId)!;
      if (chain.status === 'active') return;
      for (const other of of(chain.table)) if (other.status === 'active') other.status = 'finished';
      chain.status = 'active';
    },
  };
}

/** `db/stores/notices.ts` in memory. */
export function memoryNotices(tables: Tables): NoticeStore {
  return {
    async appendAll(entries) {
      return entries.map(({ playerId, dedupeKey, kind, data }) => {
        const own = tables.notices.get(playerId) ?? new Map<string, Notice>();
        tables.notices.set(playerId, own);
        const fresh = { sequence: own.size + 1, kind, data, createdAtMs: tables.nowMs() };
        const notice = own.get(dedupeKey) ?? fresh;
        own.set(dedupeKey, notice);
        return { playerId, ...notice };
      });
    },
    pending: async (playerId) => [...(tables.notices.get(playerId)?.values() ?? [])],
    acknowledge: async () => {},
  };
}

export function memorySettings(tables: Tables) {
  return { read: async (table: string) => ok(tables.settings.get(table) ?? unset(table)) };
}
