import type { Browser, Page } from 'playwright-core';
import { Fairground, memorySessionStore } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { startServer } from '../../tests/support/serverProcess.ts';
import { buildClient } from '../clientBuild.mjs';
import { openChromium } from '../openChromium.ts';
import { CATEGORIES, type FrameFigures, readTrace } from './frameTrace.ts';
import { quantile } from './players.ts';

const PLAYERS = 1_000;
const SEATED_WITHIN_MS = 180_000;
const CRASH_MS = 60_000;
const GAME_MS = 30_000;
const SPIN_EVERY_MS = 2_500;
const VISITS = 5;
const SCREEN = { width: 1280, height: 800 };

interface Scene {
  path: string;
  ready: string;
  play(page: Page): Promise<void>;
}

const SCENES: Record<string, Scene> = {
  crash: {
    path: '/crash/turbo',
    ready: '[data-action=bet], [data-action=betNext]',
    // A bet each round, taken at 1.50×: a player's own marks and words are drawn, too.
    async play(page) {
      await page.fill('#auto', '1.5');
      await everySoOften(CRASH_MS, 1_000, () =>
        page.click('[data-action=bet], [data-action=betNext]', { timeout: 300 }),
      );
    },
  },
  slots: {
    path: '/slots/cascade5',
    ready: '[data-action=spin]',
    play: (page) => everySoOften(GAME_MS, SPIN_EVERY_MS, () => page.keyboard.press('Space')),
  },
  gacha: {
    path: '/gacha/starlight',
    ready: '[data-testid=pull-1][data-action=pull]',
    // Three a day: the last cards turn while the time runs out.
    play: (page) =>
      everySoOften(GAME_MS, GAME_MS / 3, () => page.click('[data-testid=pull-1]', { timeout: 300 })),
  },
};

/**
 * Chromium's own trace of the crash screen at a table of 1,000 players, for a minute, and of slots and gacha: what a frame
 * costs in script and layout, and tasks that kept the page from answering. Players, server and browser share the machine:
 * times are the processor's for the page's main thread.
 */
export async function benchClient(): Promise<Record<string, Record<string, number>>> {
  buildClient(process.execPath);
  const browser = await openChromium();
  const tables = DEFAULT_TABLES.filter(({ table }) => table === 'turbo');
  const server = await startServer({ tables, env: { BOTS: String(PLAYERS), CHAIN_LENGTH: '20000' } });
  try {
    await seated(server.url);
    const results: Record<string, Record<string, number>> = { lobby: await firstVisit(browser, server.url) };
    for (const [name, scene] of Object.entries(SCENES)) {
      results[name] = { ...(await trace(browser, server.url, scene)) };
    }
    return results;
  } finally {
    await browser.close();
    await server.dispose();
  }
}

/** The lobby with an empty cache, as often as one needs for a middle: when it is first painted. */
async function firstVisit(browser: Browser, url: string): Promise<Record<string, number>> {
  const paints: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    const context = await browser.newContext({ baseURL: url, viewport: SCREEN, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto('/');
    await page.waitForSelector('.table-card .facts');
    paints.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      ),
    );
    await context.close();
  }
  return { firstPaintP50Ms: quantile(paints, 0.5), firstPaintMaxMs: quantile(paints, 1) };
}

async function seated(url: string): Promise<void> {
  const fair = new Fairground({ url });
  const deadlineMs = performance.now() + SEATED_WITHIN_MS;
  for (;;) {
    const players = (await fair.tables())[0]?.players ?? 0;
    if (players >= PLAYERS) return;
    if (performance.now() > deadlineMs) throw new Error(`only ${players} of ${PLAYERS} players came`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function trace(browser: Browser, url: string, { path, ready, play }: Scene): Promise<FrameFigures> {
  const storage = memorySessionStore();
  await new Fairground({ url, storage }).guest({ ageConfirmed: true });
  const context = await browser.newContext({ baseURL: url, viewport: SCREEN, locale: 'en-US' });
  await context.addInitScript((session) => {
    localStorage.setItem('fairground.session', session);
  }, storage.read()!);
  const page = await context.newPage();
  try {
    await page.goto(path);
    await page.waitForSelector(ready);
    // What loading left to do is not play.
    await page.waitForTimeout(2_000);
    await browser.startTracing(page, { categories: CATEGORIES });
    await play(page);
    return readTrace(await browser.stopTracing());
  } finally {
    await context.close();
  }
}

/** Does it now and then for `ms`; what can't be done just then is left out. */
async function everySoOften(ms: number, everyMs: number, act: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + ms;
  for (let next = performance.now(); performance.now() < endMs; next += everyMs) {
    await act().catch(() => {});
    const restMs = Math.min(next + everyMs, endMs) - performance.now();
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}
