import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { openChromium } from '../../scripts/openChromium.ts';
import { buildPackage, PACKAGE_DIR, sdkManifest } from '../../scripts/sdk/buildPackage.ts';
import { npm } from '../../scripts/supply/npm.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** By its default name, so that the examples find it. */
const TURBO = {
  ...{ table: 'turbo', edgePercent: 50, minBetCoins: 100, maxBetCoins: 100_000 },
  ...{ maxPayoutCoins: 5_000_000, maxRoundPayoutCoins: 20_000_000, bettingMs: 1_500, pauseMs: 300 },
};

let server: ServerProcess;
/** A project of somebody's, with the package as npm would unpack it, and nothing but what the package asks for. */
let project: string;

beforeAll(async () => {
  server = await startServer({ tables: [TURBO], shortFlights: true });
  await buildPackage();
  project = await temporaryDirectory('fairground-sdk-');
  const modules = join(project, 'node_modules');
  for (const name of Object.keys(sdkManifest().dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const path of packedFiles()) await cp(join(PACKAGE_DIR, path), join(modules, 'fairground-sdk', path));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
});
afterAll(async () => {
  await server.dispose();
  await rm(project, { recursive: true, force: true });
});

function packedFiles(): string[] {
  const { out } = npm(new URL(`file://${PACKAGE_DIR}/`), ['pack', '--dry-run', '--json'], 60_000);
  return (JSON.parse(out) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path);
}

interface Said {
  code: number;
  out: string;
}

function run(words: string[]): Promise<Said> {
  return new Promise((resolve) =>
    execFile(process.execPath, words, { cwd: project }, (error, out, err) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, out: out + err }),
    ),
  );
}

test('the package holds what it is for, its licence and its README, and no source', async () => {
  const files = packedFiles();
  for (const path of ['index.js', 'verify.js', 'browser.js', 'README.md', 'LICENSE', 'examples/bot.mjs'])
    expect(files).toContain(path);
  expect(files.filter((path) => /\.ts$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  const own = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(sdkManifest().version).toBe(own.version);
  for (const [name, version] of Object.entries(sdkManifest().dependencies))
    expect(own.dependencies[name], name).toBe(version);
});

test('its types are whole for a strict project that knows nothing of ours', { timeout: 60_000 }, async () => {
  await writeFile(
    join(project, 'uses.ts'),
    `import { Fairground, type BetAnswer, type CrashStateView } from 'fairground-sdk';
     import { verifyRound, type Verdict } from 'fairground-sdk/verify';
     const fair = new Fairground({ url: 'http://127.0.0.1:1' });
     const table = fair.watch('main');
     const phase: CrashStateView['phase'] | undefined = table.state.value?.phase;
     const bet: Promise<BetAnswer> = table.bet({ amountCoins: 100, autoCashoutHundredths: 150 });
     const verdict: Verdict = verifyRound(await fair.round('main', 1), { chain: (await fair.fairness('main')).chains[0]!, previousHash: null });
     // @ts-expect-error a bet has an amount
     table.bet({});
     console.log(phase, bet, verdict.valid);`,
  );
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const strict = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2023,dom',
    '--skipLibCheck',
    '--types',
    '',
  ];
  const said = await run([tsc, ...strict, '--module', 'nodenext', 'uses.ts']);
  expect(said, said.out).toMatchObject({ code: 0 });
});

test('the example bot is forty lines, plays at a real server, and verifies what it played', {
  timeout: 120_000,
}, async () => {
  const bot = join(project, 'node_modules/fairground-sdk/examples/bot.mjs');
  expect((await readFile(bot, 'utf8')).trim().split('\n').length).toBeLessThanOrEqual(40);
  const said = await run([bot, server.url, 'turbo', '2']);
  expect(said, said.out).toMatchObject({ code: 0 });
  expect(said.out.match(/game \d+: bust at [\d.]+x, \d+ coins, verified/g)).toHaveLength(2);
});

test.runIf(findChromium())(
  'the example page plays from another origin, without a bundler',
  { timeout: 90_000 },
  async () => {
    const pages = await serve(join(project, 'node_modules/fairground-sdk'));
    const launched = await openChromium();
    try {
      const page = await launched.newPage();
      const { port } = pages.address() as AddressInfo;
      await page.goto(
        `http://127.0.0.1:${port}/examples/browser.html?server=${encodeURIComponent(server.url)}`,
      );
      await page.locator('#bet:not([disabled])').click({ timeout: 60_000 });
      await page.locator('#said', { hasText: /Your bet is in game \d+|closed/ }).waitFor();
      expect(await page.locator('#coins').textContent()).toMatch(/^\d+$/);
    } finally {
      await launched.close();
      pages.close();
    }
  },
);

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

function serve(dir: string): Promise<Server> {
  const pages = createServer((request, response) => {
    const path = new URL(request.url!, 'http://page').pathname;
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    createReadStream(join(dir, path))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  return new Promise((resolve) => pages.listen(0, '127.0.0.1', () => resolve(pages)));
}
