import type { Room } from '@colyseus/sdk';
import { reconcileData } from '../../tests/support/reconcileData.ts';
import { startServer } from '../../tests/support/serverProcess.ts';
import { guestToken, inParallel, join, quantile } from './players.ts';

const CLIENTS = 500;
const BET_COINS = 100;
const CYCLES_MS = 6_000;

/** One table whose betting window outlasts the measurement. */
const TABLE = {
  table: 'bench',
  edgePercent: 1,
  minBetCoins: 100,
  maxBetCoins: 100_000,
  maxPayoutCoins: 5_000_000,
  maxRoundPayoutCoins: 20_000_000,
  bettingMs: 60_000,
  pauseMs: 1_000,
};

/**
 * A real crash room with 500 SDK clients: `burst` sends 500 bets at once and times the first and the last
 * acknowledgement; `cycles` lets all of them bet and cancel in a closed loop. All durable, through sockets.
 */
export async function benchRooms(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer({ tables: [TABLE] });
  try {
    const rooms = await inParallel(CLIENTS, 20, async () =>
      join(server.url, await guestToken(server.url), 'crash', { table: TABLE.table }),
    );
    await betting(rooms[0]!);
    const burst = await benchBurst(rooms);
    const cycles = await benchCycles(rooms);
    await Promise.all(rooms.map((room) => room.leave()));
    const { differenceCoins } = await reconcileData(server.dataDir);
    if (differenceCoins !== 0) throw new Error(`the ledger does not add up: ${differenceCoins}`);
    return { burst, cycles };
  } finally {
    await server.dispose();
  }
}

async function betting(room: Room): Promise<void> {
  while ((room.state as { phase: string }).phase !== 'betting') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function bet(room: Room): Promise<{ betId: string }> {
  return room.request('bet', { key: crypto.randomUUID(), amountCoins: BET_COINS });
}

async function benchBurst(rooms: Room[]): Promise<Record<string, number>> {
  const startedMs = performance.now();
  const bets = await Promise.all(
    rooms.map(async (room) => ({ ...(await bet(room)), room, afterMs: performance.now() - startedMs })),
  );
  const afterMs = bets.map((entry) => entry.afterMs);
  await Promise.all(bets.map(({ room, betId }) => room.request('cancel', { betId })));
  const lastMs = Math.max(...afterMs);
  return {
    bets: bets.length,
    firstMs: Math.min(...afterMs),
    lastMs,
    perSecond: (bets.length / lastMs) * 1_000,
    p50Ms: quantile(afterMs, 0.5),
    p99Ms: quantile(afterMs, 0.99),
  };
}

async function benchCycles(rooms: Room[]): Promise<Record<string, number>> {
  const endsMs = performance.now() + CYCLES_MS;
  const latencies: number[] = [];
  await Promise.all(
    rooms.map(async (room) => {
      while (performance.now() < endsMs) {
        const startedMs = performance.now();
        const { betId } = await bet(room);
        await room.request('cancel', { betId });
        latencies.push(performance.now() - startedMs);
      }
    }),
  );
  return {
    cycles: latencies.length,
    perSecond: (latencies.length / CYCLES_MS) * 1_000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}
