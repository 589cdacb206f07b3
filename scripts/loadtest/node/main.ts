/**
 * Plays a scenario of `loadtest/scenarios` on Node instead of k6, each virtual user a process:
 * `node scripts/loadtest/node/main.ts SCENARIO SUMMARY TOLD`. SUMMARY gets the figures as k6's `--summary-export`
 * writes them, TOLD what the scenario prints. Exit code 0; 99 when a threshold is crossed, as k6; 1 where a user failed.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadScript } from './engine.ts';
import { figuresOf, type Measured, together } from './figures.ts';

const THRESHOLDS_CROSSED = 99;
/** What is young is collected more seldom: little of it is alive, whenever that is. */
const NODE_FLAGS = ['--max-semi-space-size=64'];
const USER = fileURLToPath(new URL('user.ts', import.meta.url));

const [path, summary, toldPath] = process.argv.slice(2) as [string, string, string];
const children: ChildProcess[] = [];
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const told = openSync(toldPath, 'a');
const script = await loadScript(path, told);
const { players } = script.options.scenarios as Record<string, { vus: number; maxDuration: string }>;
const run = JSON.stringify(script.setup());
const measured = await Promise.all(Array.from({ length: players!.vus }, (_, user) => play(user)));
const figures = figuresOf(together(measured), script.options.thresholds as Record<string, string[]>);
writeFileSync(summary, JSON.stringify({ metrics: figures }));
const crossed = Object.values(figures).some(({ thresholds = {} }) =>
  Object.values(thresholds).includes(true),
);
process.exit(crossed ? THRESHOLDS_CROSSED : 0);

/** @throws Error where it ended without its figures, or took longer than the scenario allows */
function play(user: number): Promise<Measured> {
  const child = fork(USER, [path, run], {
    execArgv: NODE_FLAGS,
    env: { ...process.env, LOADTEST_USER: String(user) },
    stdio: ['ignore', 'inherit', 'inherit', told, 'ipc'],
    serialization: 'advanced',
  });
  children.push(child);
  const longestMs = Number.parseInt(players!.maxDuration, 10) * 1_000;
  const tooLong = setTimeout(() => child.kill('SIGKILL'), longestMs);
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Measured));
    child.once('error', reject);
    // After whatever it has sent; where its figures were among that, this changes nothing.
    child.once('disconnect', () => {
      clearTimeout(tooLong);
      reject(new Error(`virtual user ${user} ended without its figures`));
    });
  });
}
