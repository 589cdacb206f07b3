import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { PlayersPhase, PlayersReport } from '../pacedPlayers.ts';
import { inParallel, join, quantile } from '../players.ts';
import { RawSpinner } from '../rawSpinner.ts';

/** What the benchmark asks of its honest players, who are a process of their own. */
export interface HonestOrder {
  url: string;
  spinners: string[];
  bettors: string[];
  machine: string;
  table: string;
  everyMs: number;
}

const [order] = (await once(process, 'message')) as [HonestOrder];
const spinsOf = new Array<number>(order.spinners.length).fill(0);

/** Each does one thing after the other, and throws where it is refused: nothing that an honest player asks for may be. */
const players: (() => Promise<void>)[] = [
  ...(await inParallel(order.spinners.length, 5, async (index) => {
    const spinner = await RawSpinner.join(order.url, order.spinners[index]!, order.machine, 100);
    const spin = async () => {
      await spinner.spin();
      spinsOf[index]! += 1;
    };
    await spin();
    return spin;
  })),
  ...(await inParallel(order.bettors.length, 5, (index) => bettor(order.bettors[index]!))),
];

/** Bets and cancels in turn, at a table whose betting outlasts the benchmark. */
async function bettor(token: string): Promise<() => Promise<void>> {
  const room = await join(order.url, token, 'crash', { table: order.table });
  let betId: string | null = null;
  const act = async () => {
    if (betId !== null) {
      await room.request('cancel', { betId });
      betId = null;
      return;
    }
    const placed = await room.request('bet', {
      ...{ key: crypto.randomUUID(), amountCoins: 100 },
    });
    betId = placed.betId;
  };
  await act();
  return act;
}

/** By the clock, not as fast as answers come: times count from when a request was due. */
async function play({ warmUpMs, measureMs }: PlayersPhase): Promise<PlayersReport> {
  const startedAtMs = performance.now();
  const fromMs = startedAtMs + warmUpMs;
  const untilMs = fromMs + measureMs;
  const durations: number[] = [];
  await Promise.all(
    players.map(async (act, index) => {
      let dueAtMs = startedAtMs + (order.everyMs * index) / players.length;
      for (; dueAtMs < untilMs; dueAtMs += order.everyMs) {
        const earlyMs = dueAtMs - performance.now();
        if (earlyMs > 0) await pause(earlyMs);
        // A timer may fire up to a millisecond early.
        const sentAtMs = Math.min(dueAtMs, performance.now());
        await act();
        if (dueAtMs >= fromMs) durations.push(performance.now() - sentAtMs);
      }
    }),
  );
  return {
    perSecond: (durations.length / measureMs) * 1_000,
    p50Ms: quantile(durations, 0.5),
    p99Ms: quantile(durations, 0.99),
    spinsOf,
  };
}

process.on('message', async (phase: PlayersPhase) => process.send!(await play(phase)));
process.send!('joined');
