/**
 * `npm test`: types, lint, the web app's build and every test. Installs what is missing first.
 * `npm test -- tests/rooms -t CR2` hands its words to Vitest, and runs only that.
 * `npm run test:cluster` is `--cluster`: the tests on several processes with Redis.
 * `npm run test:browser` is `--browser`: every journey and screen in a browser, and the app on bad networks.
 * `npm run check` is `--check`: types, lint, and the tests of the house rules.
 * Plain JavaScript: see install.mjs.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { buildClient } from './clientBuild.mjs';
import { findNode, install, ROOT, runScript, SetupError } from './install.mjs';

/** The second prints the totals in one plain line, after the first's own. */
const REPORTERS = ['--reporter=default', '--reporter=./scripts/totalsReporter.mjs'];
const HOUSE_RULES = ['tests/tidy.test.ts', 'tests/docs.test.ts'];

/** What a machine may lack: the suites that are left out then, and how to get them. */
const OPTIONAL = [
  {
    found: findChromium,
    suites: 'tests/e2e and tests/browser (the web app in a browser)',
    remedy: 'apt-get install chromium, or set CHROMIUM to a browser',
  },
];

/** Everything runs, whatever failed before: one run shows all there is to mend. */
function stages(node, words) {
  const bin = (path) => join(ROOT, 'node_modules', path);
  const check = words.includes('--check');
  const apart = ['--cluster', '--browser'].find((word) => words.includes(word));
  const chosen = words.filter((word) => word !== '--check' && word !== apart);
  const types = { name: 'types', run: () => succeeds(node, [bin('typescript/bin/tsc'), '-p', '.']) };
  const lint = { name: 'lint', run: () => succeeds(node, [bin('@biomejs/biome/bin/biome'), 'check']) };
  const build = { name: 'build', run: () => built(node) };
  const tests = (only) => ({
    name: 'tests',
    run: () => succeeds(node, [bin('vitest/vitest.mjs'), 'run', ...REPORTERS, ...only]),
  });
  if (apart === '--browser') return [build, tests(['--config', 'vitest.browser.config.ts', ...chosen])];
  if (apart) return [tests(['--config', `vitest.${apart.slice(2)}.config.ts`, ...chosen])];
  if (check) return [types, lint, tests([...HOUSE_RULES, ...chosen])];
  if (chosen.length > 0) return [build, tests(chosen)];
  return [types, lint, build, tests([])];
}

function succeeds(node, parameters) {
  return spawnSync(node, parameters, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

function built(node) {
  try {
    buildClient(node);
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`fairground: ${error.message}`);
    return false;
  }
}

await runScript(() => {
  install();
  const node = findNode();
  const failed = [];
  for (const { name, run } of stages(node, process.argv.slice(2))) {
    console.log(`fairground: ${name}`);
    if (!run()) failed.push(name);
  }
  for (const { found, suites, remedy } of OPTIONAL) {
    if (found() === null) console.log(`fairground: left out: ${suites}. To run them: ${remedy}`);
  }
  if (failed.length > 0) throw new SetupError(`failed: ${failed.join(', ')}`);
  console.log('fairground: all passed');
});
