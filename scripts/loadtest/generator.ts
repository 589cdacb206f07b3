import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../cluster/child.ts';
import type { Account } from './accounts.ts';
import type { Plan } from './catalogue.ts';
import type { Belief } from './money.ts';

export interface Metric {
  [figure: string]: unknown;
  thresholds?: Record<string, boolean>;
}

/** What the generator left behind. */
export interface Generated {
  /** 0; 99 when a threshold was crossed; anything else is a failure of the run itself. */
  exitCode: number | null;
  output: string;
  metrics: Record<string, Metric>;
  openedAtMs: number;
  beliefs: Belief[];
  rejections: Record<string, number>;
}

/** What plays the scenarios: k6, or Node with a process of its own for each virtual user. */
export interface Engine {
  name: 'k6' | 'node';
  path: string;
  version: string;
}

export interface Order {
  engine: Engine;
  script: string;
  plan: Plan;
  url: string;
  accounts: readonly Account[];
  judgesTiming: boolean;
  banner: string | null;
  /** Where its files go. */
  directory: string;
}

/** Each connection of k6 is memory that a collection goes through: with more players it must stay small. */
const MANY_PLAYERS = 3_000;
const PLENTY_BYTES = 8 * 2 ** 30;

/**
 * A quarter of k6's time was spent on collecting what its engine leaves behind, in bursts that players waited for: where there is
 * memory it is collected when half of what is free now is full, elsewhere seldomer than Go would.
 */
function collects({ players }: Plan): Record<string, string> {
  const { GOGC, GOMEMLIMIT } = process.env;
  const freeBytes = process.availableMemory();
  if (players > MANY_PLAYERS || freeBytes < PLENTY_BYTES) return { GOGC: GOGC ?? '400' };
  return { GOGC: GOGC ?? 'off', GOMEMLIMIT: GOMEMLIMIT ?? `${Math.floor(freeBytes / 2 ** 21)}MiB` };
}

const LOADTEST = fileURLToPath(new URL('../../loadtest/', import.meta.url));
const ON_NODE = fileURLToPath(new URL('node/main.ts', import.meta.url));

export function startGenerator(order: Order): { child: Child; finished: Promise<Generated> } {
  const { directory, engine, plan } = order;
  mkdirSync(directory, { recursive: true });
  const file = (name: string) => join(directory, name);
  writeFileSync(file('accounts.json'), JSON.stringify(order.accounts), { mode: 0o600 });
  const told = file('console.log');
  writeFileSync(told, '');
  const summary = file('figures.json');
  const script = join(LOADTEST, 'scenarios', `${order.script}.ts`);
  const remoteWrite = process.env.K6_PROMETHEUS_RW_SERVER_URL ? ['--out', 'experimental-prometheus-rw'] : [];
  const ofK6 = [
    ...['run', '--quiet', '--no-usage-report'],
    ...['--summary-export', summary, '--console-output', told, '--log-format', 'raw', ...remoteWrite],
    script,
  ];
  const words = engine.name === 'k6' ? ofK6 : [ON_NODE, script, summary, told];
  const child = startChild(engine.path, words, {
    ...process.env,
    LOADTEST_URL: order.url,
    LOADTEST_ACCOUNTS: file('accounts.json'),
    LOADTEST_PLAYERS: String(plan.players),
    LOADTEST_DURATION_S: String(plan.duration),
    LOADTEST_RAMP_S: String(plan.ramp),
    LOADTEST_VUS: String(plan.users),
    LOADTEST_RATE: String(plan.rate),
    LOADTEST_TABLES: plan.tables,
    LOADTEST_LOBBIES: String(plan.lobbies ?? ''),
    LOADTEST_BANNER: order.banner ?? '',
    LOADTEST_JUDGE: order.judgesTiming ? 'all' : 'correctness',
    ...(engine.name === 'k6' ? settingsOfK6(plan, file('report.html')) : {}),
  });
  return {
    child,
    finished: child.ended.then((exitCode) => ({
      exitCode,
      output: child.output(),
      metrics: readMetrics(summary),
      ...readConsole(readFileSync(told, 'utf8')),
    })),
  };
}

function settingsOfK6(plan: Plan, report: string): Record<string, string> {
  return {
    K6_WEB_DASHBOARD: 'true',
    // No page is served while it runs: it is written at the end.
    K6_WEB_DASHBOARD_PORT: '-1',
    K6_WEB_DASHBOARD_PERIOD: plan.duration > 300 ? '10s' : '1s',
    K6_WEB_DASHBOARD_EXPORT: report,
    ...collects(plan),
    K6_PROMETHEUS_RW_TREND_STATS: 'p(50),p(99),max',
    // Its console lines go to a file, nothing else should wait for a terminal.
    K6_NO_COLOR: 'true',
  };
}

function readMetrics(path: string): Record<string, Metric> {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { metrics: Record<string, Metric> }).metrics;
  } catch {
    return {};
  }
}

/** Each line is a JSON object of ours; others are the generator's own. */
export function readConsole(text: string): Pick<Generated, 'openedAtMs' | 'beliefs' | 'rejections'> {
  const beliefs: Belief[] = [];
  const rejections: Record<string, number> = {};
  let openedAtMs = 0;
  for (const line of text.split('\n').filter((each) => each.startsWith('{'))) {
    const told = JSON.parse(line) as Partial<Generated>;
    openedAtMs ||= told.openedAtMs ?? 0;
    // One at a time: a spread of ten thousand is more than a call takes.
    for (const belief of told.beliefs ?? []) beliefs.push(belief);
    for (const [code, times] of Object.entries(told.rejections ?? {})) {
      rejections[code] = (rejections[code] ?? 0) + times;
    }
  }
  return { openedAtMs, beliefs, rejections };
}
