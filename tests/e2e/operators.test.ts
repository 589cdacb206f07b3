import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { findChromium } from '../../scripts/chromium.mjs';
import { buildClient } from '../../scripts/clientBuild.mjs';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { launchBrowser, until, visit } from './browser.ts';

const chromiumPath = findChromium();
const WIDE = { width: 1920, height: 1080, locale: 'en-US' } as const;
const NARROW = { width: 390, height: 844, locale: 'ko-KR' } as const;
const TABLES = DEFAULT_TABLES.map((rules) => ({
  ...rules,
  edgePercent: 50,
  bettingMs: 2_000,
  pauseMs: 1_500,
}));

let server: ServerProcess;
let browser: Browser;

describe.skipIf(!chromiumPath)('the wall in a browser (needs Chromium: apt-get install chromium)', () => {
  beforeAll(async () => {
    buildClient(process.execPath);
    server = await startServer({ tables: TABLES, env: { BOTS: '12', CHAIN_LENGTH: '20000' } });
    browser = await launchBrowser(chromiumPath!);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  test.concurrent.each([WIDE, NARROW])(
    'the wall needs no account, and tells no names: $locale at $width px',
    { timeout: 240_000 },
    async (screen) => {
      const { page, shoot, complaints, leave } = await visit(browser, server.url, screen);
      try {
        await page.goto('/');
        await page.click('a[href="/monitor"]');
        await page.waitForSelector('.wall-flight[data-kind=flying]');
        await page.waitForSelector('[data-testid=wall-wins] li');
        await until(
          () => page.locator('[data-testid=wall-stream] li').count(),
          (count) => count >= 12,
        );
        expect(await page.textContent('[data-counter=players] dd')).not.toBe(en['app.unknown']);
        expect(await page.textContent('[data-testid=wall]')).not.toContain('Bot ');
        expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
        await shoot('55-wall');
        await page.click('.wall-chip[data-topic=crash]');
        await page.waitForSelector('.wall-chip[data-topic=crash][aria-pressed=false]');
        expect(complaints).toEqual([]);
      } finally {
        await leave();
      }
    },
  );
});
