import { cpus, totalmem } from 'node:os';
import type { Plan } from './catalogue.ts';
import type { Metric } from './generator.ts';
import type { MoneyCheck } from './money.ts';
import type { Sample, Usage } from './sampler.ts';

/** What `result.json` holds. */
export interface Result {
  scenario: string;
  command: string;
  atMs: number;
  machine: Record<string, string | number>;
  /** Its name and version. */
  generator: string;
  plan: Plan;
  members: number;
  transport: string;
  /** Of resident memory, by each seated player; null where the server is not ours. */
  kibPerPlayer: number | null;
  usage: Usage | null;
  money: MoneyCheck;
  rejections: Record<string, number>;
  metrics: Record<string, Metric>;
  samples: readonly Sample[];
  failures: string[];
}

export function machine(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** Of our own: k6 has more. */
const SHOWN = /^(join|bet|cashout|spin|pull|launch_seen|progress|backtest|broadcast|back)_ms$/;
const COUNTED = /^(players_|games|rounds_|sold_out|backtests_|broadcasts_|lines_|outcomes_unknown|bugs)/;

/** For people: the times, the counts, what it cost, the money, the verdict. */
export function tableOf(result: Result): string {
  const { metrics, plan, usage, money } = result;
  const times = Object.entries(metrics).filter(([name, { count }]) => SHOWN.test(name) && count !== 0);
  const counts = Object.entries(metrics).filter(([name, { count }]) => COUNTED.test(name) && count !== 0);
  const lines = [
    `${result.scenario}: ${plan.players} players, ${plan.duration} s, ${result.members || 'no'} cluster members, ${result.transport}, played by ${result.generator}`,
    ...grid([
      ['', 'count', 'p50', 'p95', 'p99', 'max ms'],
      ...times.map(([name, metric]) => [
        name.slice(0, -3),
        ...['count', 'med', 'p(95)', 'p(99)', 'max'].map((figure) => shown(Number(metric[figure]))),
      ]),
    ]),
    counts.map(([name, { count }]) => `${name} ${shown(Number(count))}`).join(', '),
  ];
  const games = Number(metrics.games?.count ?? 0);
  if (games > 0) lines.push(`durable games a second: ${shown(games / plan.duration)}`);
  const codes = Object.entries(result.rejections).map(([code, times]) => `${code} ${times}`);
  lines.push(`rejected: ${codes.join(', ') || 'none'}`);
  if (usage !== null) lines.push(...usageLines(usage, result.kibPerPlayer));
  lines.push(
    `money: clients believe ${money.believedCoins} coins and ${money.believedCredits} credits, the ledger has ` +
      `${money.ledgerCoins} and ${money.ledgerCredits}; ${money.differing.length} of ${money.players} players differ; ` +
      `reconciled over ${money.transfers} transfers, difference ${money.reconciledDifference}`,
    ...result.failures.map((failure) => `FAILED ${failure}`),
  );
  return lines.filter((line) => line !== '').join('\n');
}

function usageLines(usage: Usage, kibPerPlayer: number | null): string[] {
  const memory = kibPerPlayer === null ? '' : ` (${shown(kibPerPlayer)} KiB a player)`;
  return [
    `cores: server ${shown(usage.serverCores)}, database ${shown(usage.databaseCores)}, generator ${shown(usage.generatorCores)}, anything else on this machine ${shown(usage.otherCores)}`,
    `server: ${shown(usage.serverRssMib)} MiB${memory}, event loop late by ${shown(usage.eventLoopDelayMs)} ms ` +
      `(at most ${shown(usage.longestLoopDelayMs)}), ${shown(usage.itemsPerBatch)} items in a batch, ` +
      `${shown(usage.batchesPerSecond)} batches a second; generator: ${shown(usage.generatorRssMib)} MiB`,
  ];
}

export function shown(value: number): string {
  if (!Number.isFinite(value)) return '';
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

function grid(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
}
