import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel, quantile } from './players.ts';
import { RawSpinner } from './rawSpinner.ts';

/** What the benchmark asks of its players, who are a process of their own. */
export interface PlayersOrder {
  url: string;
  tokens: string[];
  machine: string;
  betCoins: number;
  spinEveryMs: number;
}

/** One phase: for so long. Answered by a report. */
export interface PlayersPhase {
  warmUpMs: number;
  measureMs: number;
}

export interface PlayersReport {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Acknowledged since the beginning, by the order of the tokens. */
  spinsOf: number[];
}

const [order] = (await once(process, 'message')) as [PlayersOrder];
const spinsOf = new Array<number>(order.tokens.length).fill(0);
const spinners = await inParallel(order.tokens.length, 10, async (index) => {
  const spinner = await RawSpinner.join(order.url, order.tokens[index]!, order.machine, order.betCoins);
  await spinner.spin();
  spinsOf[index]! += 1;
  return spinner;
});

/**
 * Spins by the clock, not as fast as answers come. Times count from when a spin was due, so that what waits behind a
 * slow one counts as slow too.
 */
async function play(phase: PlayersPhase): Promise<PlayersReport> {
  const startedAtMs = performance.now();
  const fromMs = startedAtMs + phase.warmUpMs;
  const untilMs = fromMs + phase.measureMs;
  const durations: number[] = [];
  await Promise.all(
    spinners.map(async (spinner, index) => {
      let dueAtMs = startedAtMs + (order.spinEveryMs * index) / spinners.length;
      for (; dueAtMs < untilMs; dueAtMs += order.spinEveryMs) {
        const earlyMs = dueAtMs - performance.now();
        if (earlyMs > 0) await pause(earlyMs);
        // A timer may fire up to a millisecond early.
        const sentAtMs = Math.min(dueAtMs, performance.now());
        await spinner.spin();
        spinsOf[index]! += 1;
        if (dueAtMs >= fromMs) durations.push(performance.now() - sentAtMs);
      }
    }),
  );
  return {
    perSecond: (durations.length / phase.measureMs) * 1_000,
    p50Ms: quantile(durations, 0.5),
    p99Ms: quantile(durations, 0.99),
    spinsOf,
  };
}

process.on('message', async (phase: PlayersPhase) => process.send!(await play(phase)));
process.send!('joined');
