import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../../server/metrics.ts';
import { section } from '../docs/markdown.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { textOf } from '../tidy/sources.ts';
import { CAUSES, firingTest } from './firing.ts';

const ALERTS = 'ops/alerts.yml';
const DASHBOARD = 'ops/grafana.json';
const LOADTEST_DASHBOARD = 'ops/grafana-loadtest.json';

interface Alert {
  name: string;
  expression: string;
  /** It fires only once this has held for minutes. */
  waitsLong: boolean;
  summary: string;
  runbook: string;
}

/** The rules, as far as they are looked at here; `promtool` knows the rest. */
function alertsOf(yaml: string): Alert[] {
  return yaml
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((rule) => ({
      name: /^\w+/.exec(rule)![0],
      expression: /^ {8}expr: (?:>-\n((?: {10}.*\n)+)|(.*)\n)/m.exec(rule)!.slice(1).join(''),
      waitsLong: /^ {8}for: [2-9]m$/m.test(rule),
      summary: /^ {10}summary: "(.*)"$/m.exec(rule)?.[1] ?? '',
      runbook: /^ {10}runbook_url: (.*)$/m.exec(rule)?.[1] ?? '',
    }));
}

const alerts = alertsOf(textOf(ALERTS));
const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
let text: string;
const exported = new Set<string>();

beforeAll(async () => {
  text = await metrics.render();
  for (const [, name, kind] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
    for (const suffix of kind === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
      exported.add(name + suffix);
  }
});
afterAll(() => metrics.stop());

const namesIn = (expression: string) => expression.match(/\bfairground_\w+/g) ?? [];

/** A tool that may be missing: then the tests say what they can without it. */
function hasPromtool(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function promtool(args: string[], input?: string): string {
  return execFileSync('promtool', args, { encoding: 'utf8', ...(input === undefined ? {} : { input }) });
}

test('the rules are read', () => {
  expect(alerts.length).toBe(textOf(ALERTS).match(/- alert:/g)!.length);
  expect(alerts.map(({ name }) => name)).toContain('FairgroundReturnAlarm');
  expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
});

test('every metric that an alert asks for is exported', () => {
  for (const { name, expression } of alerts) {
    const names = namesIn(expression);
    expect([name, names.length > 0 || expression.startsWith('up{')]).toEqual([name, true]);
    expect([name, names.filter((metric) => !exported.has(metric))]).toEqual([name, []]);
  }
});

test('every alert has its section in the runbook, and every section its alert', () => {
  const runbook = section(textOf('docs/OPERATIONS.md'), '## Runbook');
  const sections = [...runbook.matchAll(/^### Alert: (\w+)$/gm)].map((match) => match[1]!);
  expect(sections.toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
  for (const { name, runbook: url, summary } of alerts) {
    expect(url).toBe(`docs/OPERATIONS.md#alert-${name.toLowerCase()}`);
    expect(summary).not.toBe('');
  }
});

interface Dashboard {
  uid: string;
  panels: { id: number; type: string; title: string; targets?: { expr: string }[] }[];
}

const dashboardOf = (path: string) => JSON.parse(textOf(path)) as Dashboard;
const queriesOf = ({ panels }: Dashboard) =>
  panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));

describe('the dashboard of load tests', () => {
  /** As k6 names them for Prometheus. */
  const written = new Set(['k6_ws_msgs_received_total', 'k6_ws_msgs_sent_total']);
  for (const [, kind, name] of textOf('loadtest/measures.ts').matchAll(/new (Trend|Counter)\('(\w+)'/g)) {
    for (const suffix of kind === 'Trend' ? ['p50', 'p99'] : ['total']) written.add(`k6_${name}_${suffix}`);
  }
  const asked = new Set(
    queriesOf(dashboardOf(LOADTEST_DASHBOARD)).flatMap((query) => query.match(/k6_\w+/g) ?? []),
  );

  test('asks only for what scenarios measure, and shows all of it', () => {
    expect(written.size).toBeGreaterThan(30);
    expect([...asked].filter((name) => !written.has(name))).toEqual([]);
    // Each that is heard is counted by how late it came.
    expect([...written].filter((name) => !asked.has(name))).toEqual(['k6_broadcasts_heard_total']);
  });
});

describe('the dashboard', () => {
  const dashboard = dashboardOf(DASHBOARD);
  const queries = queriesOf(dashboard);

  test('asks only for what is exported, and shows all of ours', () => {
    const asked = new Set(queries.flatMap(namesIn));
    expect([...asked].filter((name) => !exported.has(name))).toEqual([]);
    const shown = (name: string) => [name, `${name}_bucket`].some((each) => asked.has(each));
    const ours = [...text.matchAll(/^# TYPE (fairground_(?!process_|nodejs_)\w+)/gm)].map(
      (match) => match[1]!,
    );
    // Rates of these say nothing that others do not say better.
    const left = [
      'connections',
      'http_request_duration_seconds',
      'return_watched_games',
      'build_info',
      'return_alarm',
    ];
    const beside = ['connections_total', 'store_outages_total', ...left].map((name) => `fairground_${name}`);
    expect(ours.filter((name) => !shown(name) && !beside.includes(name))).toEqual([]);
  });

  test.each([DASHBOARD, LOADTEST_DASHBOARD])('%s: its panels have titles and ids of their own', (path) => {
    const { panels } = dashboardOf(path);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, type, targets } of panels) {
      expect(title).not.toBe('');
      if (type !== 'row') expect(targets!.length).toBeGreaterThan(0);
    }
  });
});

describe('each alert', () => {
  test('has a cause', () => {
    expect(Object.keys(CAUSES).toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
  });

  test.runIf(hasPromtool())('fires by its cause alone, also in a process that was just started', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'alerts.test.yml');
    const tests = await Promise.all(alerts.map(({ name, waitsLong }) => firingTest(name, waitsLong)));
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ rule_files: [resolve(ALERTS)], evaluation_interval: '15s', tests }));
    expect(promtool(['test', 'rules', file])).toContain('SUCCESS');
    await rm(directory, { recursive: true });
  });
});

test('the scrape configuration names the rules', () => {
  expect(textOf('ops/prometheus.yml')).toMatch(/^rule_files:\n {2}- alerts\.yml$/m);
});

describe('what is exported reads as Prometheus text', () => {
  test('every series belongs to a declared metric, and has a number', () => {
    for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
      const [, name, value] = /^(\w+)(?:\{(?:\w+="(?:[^"\\]|\\.)*",?)*\})? (\S+)$/.exec(line) ?? [];
      expect([line, exported.has(name ?? '')]).toEqual([line, true]);
      expect([line, value === 'Nan' || value === '+Inf' || Number.isFinite(Number(value))]).toEqual([
        line,
        true,
      ]);
    }
  });

  test.runIf(hasPromtool())('promtool agrees, with rules, configuration and names', () => {
    expect(promtool(['check', 'rules', ALERTS])).toContain(`${alerts.length} rules found`);
    expect(promtool(['check', 'config', 'ops/prometheus.yml'])).toContain('SUCCESS');
    // Of Node's own metrics it does not like the names: those are the library's.
    const ours = text.split('\n').filter((line) => !/fairground_nodejs_/.test(line));
    expect(promtool(['check', 'metrics'], `${ours.join('\n')}\n`)).toBe('');
  });
});
