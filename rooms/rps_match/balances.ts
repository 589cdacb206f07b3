import { readCoins } from '../coins.ts';
import type { RoomPorts } from '../ports.ts';
import { untilStored } from '../untilStored.ts';

type Ports = Pick<RoomPorts, 'balances' | 'feed' | 'log'>;

/**
 * Reads what these players have now that their match was paid, and tells their personal streams. While the
 * database is away it is asked again.
 */
export async function tellBalances(
  ports: Ports,
  playerIds: readonly string[],
  stopped: () => boolean,
): Promise<Map<string, number>> {
  const coins = new Map<string, number>();
  for (const id of playerIds) {
    const balance = await untilStored(() => readCoins(ports, id), stopped);
    if (!balance?.ok) continue;
    coins.set(id, balance.value);
    ports.feed.publish(id, { type: 'balance', balances: { coins: balance.value } });
  }
  return coins;
}
