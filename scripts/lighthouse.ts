/**
 * `npm run lighthouse`: Lighthouse on the lobby and the crash screen of the built app, as a phone and as a desktop would
 * see them, in the installed Chromium. Prints the scores; exit code 1 if one is below 95, 2 if it can't be run.
 * `-- --details` prints what cost points.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import { freePort } from '../db/embedded/freePort.ts';
import { startServer } from '../tests/support/serverProcess.ts';
import { findChromium } from './chromium.mjs';
import { buildClient } from './clientBuild.mjs';
import { ROOT } from './install.mjs';
import { openChromium } from './openChromium.ts';

const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const PAGES = { lobby: '/', crash: '/crash/turbo' };
const FORMS = { phone: undefined, desktop: desktopConfig };
const REPORTS = join(ROOT, 'test-results/lighthouse');
/** Figures that say why a score is what it is. */
const FIGURES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'] as const;

const details = process.argv.includes('--details');
if (!findChromium()) {
  console.error('lighthouse needs Chromium: apt-get install chromium, or set CHROMIUM to a browser');
  process.exit(2);
}

buildClient(process.execPath);
mkdirSync(REPORTS, { recursive: true });
const server = await startServer({ env: { BOTS: '6', NODE_ENV: 'production', CHAIN_LENGTH: '20000' } });
const port = await freePort();
const browser = await openChromium({
  args: ['--disable-background-networking', `--remote-debugging-port=${port}`],
});
let low = 0;
try {
  for (const [form, config] of Object.entries(FORMS)) {
    for (const [page, path] of Object.entries(PAGES)) low += await judge(form, page, path, config);
  }
} finally {
  await browser.close();
  await server.dispose();
}
process.exitCode = low > 0 ? 1 : 0;

/** Answers how many categories are below what is wanted. */
async function judge(
  form: string,
  page: string,
  path: string,
  config: typeof desktopConfig | undefined,
): Promise<number> {
  const common = { port, logLevel: 'error', output: 'html' } as const;
  const run = await lighthouse(
    `${server.url}${path}`,
    { ...common, onlyCategories: [...CATEGORIES] },
    config,
  );
  if (!run) throw new Error(`Lighthouse had nothing to say about ${page}`);
  const { lhr, report } = run;
  writeFileSync(join(REPORTS, `${page}-${form}.html`), String(report));
  const scores = CATEGORIES.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100));
  const figures = FIGURES.map((name) => `${name} ${lhr.audits[name]?.displayValue ?? '?'}`);
  console.log(
    `${page.padEnd(6)} ${form.padEnd(8)} ${CATEGORIES.map((name, at) => `${name} ${scores[at]}`).join('  ')}  (${figures.join(', ')})`,
  );
  if (details) printLosses(lhr);
  return scores.filter((score) => score < LEAST).length;
}

function printLosses(lhr: Result): void {
  for (const name of CATEGORIES) {
    for (const { id, weight } of lhr.categories[name]?.auditRefs ?? []) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit && audit.score !== null && audit.score < 1) {
        console.log(`  ${name}: ${id} ${audit.score} ${audit.displayValue ?? ''} (${audit.title})`);
      }
    }
  }
}
