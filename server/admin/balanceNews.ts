import type { ClusterStore } from '../../domain/cluster/port.ts';
import type { PlayerFeed } from '../../rooms/ports.ts';

/**
 * Tells these players' lobbies what they have now, wherever they are: somebody moved money for them. If the database is
 * away, the money is where it belongs all the same; the lobby shows it with the next change.
 */
export async function tellBalances(
  feed: Pick<PlayerFeed, 'publish'>,
  balancesOf: ClusterStore['balancesOf'],
  playerIds: readonly string[],
): Promise<void> {
  if (playerIds.length === 0) return;
  const found = await balancesOf([...new Set(playerIds)]);
  if (!found.ok) return;
  for (const [playerId, balances] of found.value) feed.publish(playerId, { type: 'balance', balances });
}
