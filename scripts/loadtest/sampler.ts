import { cpus } from 'node:os';
import { cpuOfMs, familyOf, residentKib } from '../processUse.ts';
import type { Target } from './target.ts';

/** What the processes had used up to an instant. Sums over all members. */
export interface Sample {
  atMs: number;
  serverCpuMs: number;
  serverRssKib: number;
  databaseCpuMs: number;
  generatorCpuMs: number;
  generatorRssKib: number;
  /** Of all processes on this machine. */
  machineCpuMs: number;
  /** The latest member's. */
  eventLoopDelayMs: number;
  ledgerItems: number;
  ledgerBatches: number;
}

const EVERY_MS = 1_000;

/** Looks once a second, from the start until it is stopped. The generator may come later. */
export function startSampler(target: Target): {
  samples: Sample[];
  generator: { pid: number | null };
  stop(): void;
} {
  const samples: Sample[] = [];
  const generator: { pid: number | null } = { pid: null };
  let looking = false;
  const timer = setInterval(async () => {
    if (looking) return;
    looking = true;
    const sample = await look(target, generator.pid).catch(() => null);
    if (sample !== null) samples.push(sample);
    looking = false;
  }, EVERY_MS);
  return { samples, generator, stop: () => clearInterval(timer) };
}

export async function look(target: Target, generatorPid: number | null): Promise<Sample> {
  const told = await Promise.all(
    target.metricsUrls.map(async (url) =>
      (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) })).text(),
    ),
  );
  const values = (name: string) =>
    told.map((text) => Number(new RegExp(`^fairground_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0));
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  const pids = target.serverPids();
  return {
    atMs: Date.now(),
    serverCpuMs: sum(pids.map(cpuOfMs)),
    serverRssKib: sum(pids.map(residentKib)),
    databaseCpuMs: target.databasePid === null ? 0 : familyCpuMs(target.databasePid),
    generatorCpuMs: generatorPid === null ? 0 : familyCpuMs(generatorPid),
    generatorRssKib: generatorPid === null ? 0 : sum(familyOf(generatorPid).map(residentKib)),
    machineCpuMs: machineCpuMs(),
    eventLoopDelayMs: Math.max(0, ...values('event_loop_delay_seconds')) * 1_000,
    ledgerItems: sum(values('ledger_batch_items_sum')),
    ledgerBatches: sum(values('ledger_batch_items_count')),
  };
}

/** User, nice and system time of all cores. */
function machineCpuMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** By parent, of each process that was ever seen: a database's connections come and go, what they used stays used. */
const seenMs = new Map<number, Map<number, number>>();

function familyCpuMs(parent: number): number {
  const seen = seenMs.get(parent) ?? new Map<number, number>();
  seenMs.set(parent, seen);
  for (const pid of familyOf(parent)) seen.set(pid, Math.max(seen.get(pid) ?? 0, cpuOfMs(pid)));
  return [...seen.values()].reduce((sum, each) => sum + each, 0);
}

export interface Usage {
  serverCores: number;
  databaseCores: number;
  generatorCores: number;
  /** Of anything else on this machine: with it, the other figures are those of a machine that was shared. */
  otherCores: number;
  serverRssMib: number;
  generatorRssMib: number;
  eventLoopDelayMs: number;
  longestLoopDelayMs: number;
  itemsPerBatch: number;
  batchesPerSecond: number;
  /** Of the server's resident memory, by least squares over the last two thirds. */
  rssPercentPerHour: number;
}

/** What was used on average between two instants; null where nobody looked in between. */
export function usageOf(all: readonly Sample[], fromMs: number, untilMs: number): Usage | null {
  const samples = all.filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs === first.atMs) return null;
  const lastedMs = last.atMs - first.atMs;
  const cores = (of: 'serverCpuMs' | 'databaseCpuMs' | 'generatorCpuMs' | 'machineCpuMs') =>
    (last[of] - first[of]) / lastedMs;
  const ours = cores('serverCpuMs') + cores('databaseCpuMs') + cores('generatorCpuMs');
  const delays = samples.map(({ eventLoopDelayMs }) => eventLoopDelayMs);
  const batches = last.ledgerBatches - first.ledgerBatches;
  return {
    serverCores: cores('serverCpuMs'),
    databaseCores: cores('databaseCpuMs'),
    generatorCores: cores('generatorCpuMs'),
    otherCores: cores('machineCpuMs') - ours,
    serverRssMib: mean(samples.map(({ serverRssKib }) => serverRssKib)) / 1_024,
    generatorRssMib: mean(samples.map(({ generatorRssKib }) => generatorRssKib)) / 1_024,
    eventLoopDelayMs: mean(delays),
    longestLoopDelayMs: Math.max(...delays),
    itemsPerBatch: batches === 0 ? 0 : (last.ledgerItems - first.ledgerItems) / batches,
    batchesPerSecond: (batches * 1_000) / lastedMs,
    rssPercentPerHour: slopePercentPerHour(samples.filter(({ atMs }) => atMs >= first.atMs + lastedMs / 3)),
  };
}

function slopePercentPerHour(samples: readonly Sample[]): number {
  const hours = samples.map(({ atMs }) => atMs / 3_600_000);
  const sizes = samples.map(({ serverRssKib }) => serverRssKib);
  const [meanHour, meanSize] = [mean(hours), mean(sizes)];
  let [products, squares] = [0, 0];
  for (const [at, hour] of hours.entries()) {
    products += (hour - meanHour) * (sizes[at]! - meanSize);
    squares += (hour - meanHour) ** 2;
  }
  return squares === 0 ? 0 : ((products / squares) * 100) / meanSize;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
