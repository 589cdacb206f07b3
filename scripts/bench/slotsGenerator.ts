import { once } from 'node:events';
import { closedLoop, type LoopFigures } from './closedLoop.ts';
import { inParallel } from './players.ts';
import { RawSpinner } from './rawSpinner.ts';

/** What the benchmark asks of its generator, which is a process of its own: its CPU is told apart. */
export interface GeneratorOrder {
  url: string;
  tokens: string[];
  machine: string;
  betCoins: number;
  warmUpMs: number;
  measureMs: number;
}

export interface GeneratorReport extends LoopFigures {
  generatorCpuCores: number;
  /** Acknowledged spins, by the order of the tokens. */
  spinsOf: number[];
}

const [order] = (await once(process, 'message')) as [GeneratorOrder];
const spinsOf = new Array<number>(order.tokens.length).fill(0);
const spinners = await inParallel(order.tokens.length, 10, async (index) => {
  const spinner = await RawSpinner.join(order.url, order.tokens[index]!, order.machine, order.betCoins);
  // The first game makes the player's seed pairs; not what is measured.
  await spinner.spin();
  spinsOf[index]! += 1;
  return spinner;
});
process.send!('joined');
await once(process, 'message');
const before = process.cpuUsage();
const figures = await closedLoop(spinners.length, order.warmUpMs, order.measureMs, async (caller) => {
  await spinners[caller]!.spin();
  spinsOf[caller]! += 1;
});
const used = process.cpuUsage(before);
const report: GeneratorReport = {
  ...figures,
  generatorCpuCores: (used.user + used.system) / 1_000 / (order.warmUpMs + order.measureMs),
  spinsOf,
};
process.send!(report);
