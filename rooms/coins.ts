import { fail, ok, type Result } from '../domain/result.ts';
import type { RoomPorts } from './ports.ts';

/** What the player has now; or `store_unavailable`. */
export async function readCoins(
  { balances, log }: Pick<RoomPorts, 'balances' | 'log'>,
  playerId: string,
): Promise<Result<number>> {
  try {
    return ok((await balances({ id: playerId })).coins);
  } catch (error) {
    log.warn({ err: error, playerId, code: 'store_unavailable' }, 'a balance could not be read');
    return fail('store_unavailable');
  }
}
