import type { RoomPorts } from './ports.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Resolves once none of the banned player's stakes is open anywhere in the cluster: true, or false when the ban ended
 * before that.
 */
export async function stakesEnded(
  ports: Pick<RoomPorts, 'bans' | 'log'>,
  playerId: string,
): Promise<boolean> {
  while (ports.bans.isBanned(playerId)) {
    try {
      if (!(await ports.bans.hasOpenStakes(playerId))) return true;
    } catch (error) {
      ports.log.warn({ err: error, playerId, code: 'store_unavailable' }, 'open stakes are not known');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref());
  }
  return false;
}
