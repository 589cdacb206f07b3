/**
 * `npm run loadtest -- SCENARIO [--players N --duration SECONDS --members M]`: k6 plays a scenario of `loadtest/scenarios` against
 * a server on a fresh database, both started here; then the clients' beliefs are held against the ledger.
 * `npm run loadtest -- smoke`: 10 s of every scenario but the soak; what came out is judged, not how long it took.
 * `npm run loadtest -- ratios`: slots against our server with uWebSockets.js and with ws, and against stock rooms with an ORM.
 * Exit code 1: something did not hold; 2: it could not be run, in one line. Nothing is left running.
 */
import type { Engine } from './loadtest/generator.ts';
import { findK6 } from './loadtest/k6.ts';
import { mustHaveFiles } from './loadtest/openFiles.ts';
import { type Options, readOptions } from './loadtest/options.ts';
import { perform, type Surroundings } from './loadtest/perform.ts';
import { Problem } from './loadtest/problem.ts';
import { playRatios } from './loadtest/ratios.ts';
import { openTarget } from './loadtest/target.ts';

const words = process.argv.slice(2);
const undone: (() => unknown)[] = [];
let ending: Promise<void> | null = null;

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

/** The last first; once, whoever asks. */
function undo(): Promise<void> {
  ending ??= (async () => {
    for (const each of undone.splice(0).reverse()) await each();
  })();
  return ending;
}

async function main(): Promise<number> {
  const options = readOptions(words);
  mustHaveFiles(options);
  const engine = engineOf(options);
  say(`${engine.name} ${engine.version}, ${engine.path}`);
  const command = `npm run loadtest -- ${words.join(' ')}`;
  const around = { engine, command, say, onEnd: (end: () => unknown) => void undone.push(end) };
  const failed = options.ratios ? await playRatios(options, around) : await playAll(options, around);
  say(failed.length === 0 ? 'all that was judged holds' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

function engineOf({ generator }: Options): Engine {
  if (generator === 'k6') return { name: 'k6', ...findK6(process.env) };
  return { name: 'node', path: process.execPath, version: process.versions.node };
}

/** One after the other, on one server. @returns the names of those that failed */
async function playAll(
  options: Options,
  around: Omit<Surroundings, 'options' | 'target'>,
): Promise<string[]> {
  const opening = openTarget(options, say);
  // Also while it is still being opened.
  undone.push(() =>
    opening.then(
      (open) => open.close(),
      () => {},
    ),
  );
  const target = await opening;
  say(`the server is at ${target.url}`);
  const failed: string[] = [];
  for (const scenario of options.scenarios) {
    const { failures } = await perform(scenario, { ...around, options, target });
    if (failures.length > 0) failed.push(scenario.name);
  }
  return failed;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void undo().finally(() => process.exit(130)));
}
try {
  const code = await main();
  await undo();
  process.exit(code);
} catch (error) {
  await undo();
  const known = error instanceof Problem;
  console.error(`loadtest: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(known ? 2 : 1);
}
