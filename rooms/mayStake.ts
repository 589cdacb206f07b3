import type { Player } from '../domain/identity/port.ts';
import { rankForTable, rightsOf } from '../domain/identity/ranks.ts';
import { type Failure, failure } from '../domain/protocol/errors.ts';
import type { RoomPorts } from './ports.ts';

type Ports = Pick<RoomPorts, 'current'>;

/**
 * Why this player may stake nothing, whatever the money; null: it may. Who is on record as of age stays so, which
 * costs nothing to know; anybody else is looked at afresh.
 */
export async function stakeRefusal(ports: Ports, player: Player): Promise<Failure | null> {
  if (player.ageConfirmed) return null;
  const current = await ports.current(player);
  if (!current.ok) return current.error;
  return current.value.ageConfirmed ? null : failure('age_unconfirmed');
}

/** The same for a bet at a crash table: those of high stakes are for higher ranks. */
export async function tableRefusal(
  ports: Ports,
  player: Player,
  minBetCoins: number,
): Promise<Failure | null> {
  const refusal = player.ageConfirmed ? null : await stakeRefusal(ports, player);
  if (refusal !== null || minBetCoins <= rightsOf('STANDARD').mostTableMinBetCoins) return refusal;
  const current = await ports.current(player);
  if (!current.ok) return current.error;
  if (minBetCoins <= rightsOf(current.value.rank).mostTableMinBetCoins) return null;
  return failure('forbidden', { reason: 'rank', rank: rankForTable(minBetCoins) });
}

/** Why the player's own limits are against this stake, or `store_unavailable`; null: as far as is known nothing is. */
export async function limitRefusal(
  { limits, log }: Pick<RoomPorts, 'limits' | 'log'>,
  player: Player,
  stakeCoins: number,
): Promise<Failure | null> {
  try {
    return await limits.refusal(player, stakeCoins);
  } catch (error) {
    log.warn({ err: error, playerId: player.id, code: 'store_unavailable' }, 'limits could not be read');
    return failure('store_unavailable');
  }
}

/** True where neither has anything to look up: almost always. */
export function mayStakeAnywhere(player: Player, minBetCoins: number): boolean {
  return player.ageConfirmed && minBetCoins <= rightsOf('STANDARD').mostTableMinBetCoins;
}
