import type { ChainStore } from '../../domain/crash/port.ts';
import { judgeVoid } from '../../domain/crash/voiding.ts';
import type { CrashVoids, VoidedRound } from '../../domain/crash/voids.ts';
import { fail, type Result } from '../../domain/result.ts';
import type { PlayerFeed, Seeds } from '../../rooms/ports.ts';

interface Options {
  voids: CrashVoids;
  chains: Pick<ChainStore, 'chains'>;
  seeds: Pick<Seeds, 'gameHash'>;
  feed: Pick<PlayerFeed, 'publish'>;
}

export type VoidRound = (table: string, game: number, reason: string) => Promise<Result<VoidedRound>>;

/** Ends a round that nobody ends; its players are told wherever they are. */
export function createVoiding({ voids, chains, seeds, feed }: Options): VoidRound {
  return async (table, game, reason) => {
    const voided = await voids.voidRound(
      table,
      game,
      reason,
      async (chainId) => {
        const chain = (await chains.chains(table)).find(({ id }) => id === chainId);
        return chain === undefined ? fail('not_found', { field: 'table' }) : seeds.gameHash(chain, game);
      },
      judgeVoid,
    );
    if (voided.ok && voided.value.news !== null) {
      const { balances, notices } = voided.value.news;
      for (const { playerId, coins } of balances)
        feed.publish(playerId, { type: 'balance', balances: { coins } });
      for (const { playerId, ...notice } of notices) feed.publish(playerId, { type: 'notice', ...notice });
    }
    return voided;
  };
}
