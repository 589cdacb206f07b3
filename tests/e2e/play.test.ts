import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { Fairground } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { findChromium } from '../../scripts/chromium.mjs';
import { buildClient } from '../../scripts/clientBuild.mjs';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { launchBrowser, type Visitor, visit } from './browser.ts';

const chromiumPath = findChromium();
/** Rounds that may bust before anyone could have cashed out. */
const TRIES = 15;

/** Short windows, so that a test sees many rounds. */
const TABLES = [
  { ...DEFAULT_TABLES.find(({ table }) => table === 'main')!, bettingMs: 2_500, pauseMs: 1_500 },
  { ...DEFAULT_TABLES.find(({ table }) => table === 'turbo')!, bettingMs: 2_000, pauseMs: 1_000 },
];

let folder: string;
let server: ServerProcess;
let browser: Browser;

describe.skipIf(!chromiumPath)('the web app in a browser (needs Chromium: apt-get install chromium)', () => {
  beforeAll(async () => {
    buildClient(process.execPath);
    folder = await mkdtemp(join(tmpdir(), 'fairground-e2e-'));
    const tablesFile = join(folder, 'tables.json');
    await writeFile(tablesFile, JSON.stringify(TABLES));
    server = await startServer({ env: { TABLES_FILE: tablesFile, BOTS: '6', CHAIN_LENGTH: '20000' } });
    browser = await launchBrowser(chromiumPath!);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each([
    { width: 1280, height: 860, locale: 'en-US', words: en },
    { width: 390, height: 844, locale: 'ko-KR', words: ko },
    { width: 1280, height: 860, locale: 'ko-KR', words: ko },
    { width: 390, height: 844, locale: 'en-US', words: en },
  ] as const)('$locale at $width px', ({ words, ...screen }) => {
    test('a newcomer watches, joins, bets, cashes out, and verifies the round', {
      timeout: 180_000,
    }, async () => {
      const visitor = await visit(browser, server.url, screen);
      const { page, shoot } = visitor;
      try {
        await watch(page, shoot);
        await becomeGuest(page, shoot, words);
        const { game } = await playUntilCashedOut(page, shoot);
        await seeBust(page, shoot);
        await verifyRound(page, shoot, words, game);
        await lookAtHistory(page, shoot, words);
        expect(visitor.complaints).toEqual([]);
      } finally {
        await visitor.leave();
      }
    });
  });

  test('by keyboard alone, in the other language too', { timeout: 120_000 }, async () => {
    const visitor = await visit(browser, server.url, { width: 1280, height: 860, locale: 'en-US' });
    const { page } = visitor;
    try {
      await page.goto('/crash/turbo');
      await focusByTab(page, '[data-testid=main-button]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      await focusByTab(page, 'input[name=adult]');
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-testid=balance]');
      await focusByTab(page, '#stake');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('300');
      await page.waitForSelector('[data-action=bet]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-action=cancel], [data-action=cashout]');
      await page.locator('.language-option[lang=ko]').focus();
      await page.keyboard.press('Space');
      await page.waitForSelector('html[lang=ko]');
      expect(await page.title()).toBe(
        ko['app.documentTitle'].replace('{page}', ko['crash.title'].replace('{table}', ko['table.turbo'])),
      );
      expect(visitor.complaints).toEqual([]);
    } finally {
      await visitor.leave();
    }
  });

  test('a player comes back by itself after the server was killed', { timeout: 120_000 }, async () => {
    const visitor = await visit(browser, server.url, { width: 390, height: 844, locale: 'en-US' });
    const { page, shoot } = visitor;
    try {
      await page.goto('/crash/main');
      await becomeGuest(page, async () => {}, en);
      await page.waitForSelector('[data-action=bet], [data-action=betNext]');
      const balance = await coins(page);
      await server.kill();
      await page.waitForSelector('.light-reconnecting');
      await shoot('10-reconnecting');
      await server.start();
      await page.waitForSelector('.light-live');
      await page.waitForSelector('[data-action=bet]');
      expect(await coins(page)).toBe(balance);
      await page.click('[data-action=bet]');
      await page.waitForSelector('[data-action=cancel], [data-action=cashout]');
      expect(await coins(page)).toBe(balance - 1_000);
    } finally {
      await visitor.leave();
    }
  });

  test('what the server would not do is said in words, and the game goes on', {
    timeout: 60_000,
  }, async () => {
    const visitor = await visit(browser, server.url, { width: 1280, height: 860, locale: 'en-US' });
    const { page } = visitor;
    try {
      await page.goto('/crash/nowhere');
      await expect.poll(() => page.textContent('main')).toContain(en['error.not_found']);
      await page.goto('/verify/main/99999');
      await expect.poll(() => page.textContent('main')).toContain(en['verify.notSettled']);
      await page.goto('/nothing/here');
      await expect.poll(() => page.textContent('main')).toContain(en['app.notFound']);
    } finally {
      await visitor.leave();
    }
  });
});

type Shoot = Visitor['shoot'];
type Words = Record<keyof typeof en, string>;

async function watch(page: Page, shoot: Shoot): Promise<void> {
  await page.goto('/');
  await page.waitForSelector('.table-card');
  await shoot('01-lobby');
  await page.click('a[href="/crash/turbo"]');
  await page.waitForSelector('[data-kind=flying]');
  await shoot('02-watching');
  expect(await page.getAttribute('[data-testid=main-button]', 'data-action')).toBe('watching');
  expect(await page.locator('[data-testid=balance]').count()).toBe(0);
}

/** From the table, as a guest; nobody gets an account by only looking. */
async function becomeGuest(page: Page, shoot: Shoot, words: Words): Promise<void> {
  await page.click('[data-testid=main-button]');
  await page.waitForSelector('dialog[open]');
  await page.click('dialog button[type=submit]');
  await expect.poll(() => page.textContent('#start-error')).toBe(words['start.ageMissing']);
  await page.fill('input[name=nickname]', 'minji');
  await page.check('input[name=adult]');
  await shoot('03-start');
  await page.click('dialog button[type=submit]');
  await expect.poll(() => coins(page)).toBe(100_000);
}

async function playUntilCashedOut(page: Page, shoot: Shoot): Promise<{ game: number }> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await page.waitForSelector('[data-action=bet]', { timeout: 60_000 });
    const before = await coins(page);
    await shoot('04-betting');
    await page.click('[data-action=bet]');
    const placed = await page
      .waitForSelector('[data-action=cancel], [data-action=cashout]')
      .catch(() => null);
    if (!placed) continue;
    await expect.poll(() => coins(page)).toBe(before - 1_000);
    // The round may bust before anyone could press anything.
    const pressed = await page.click('[data-action=cashout]', { timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!pressed) continue;
    await page.waitForSelector('.note .good, .note .bad');
    const won = await page.textContent('[data-testid=own-result]');
    if ((await coins(page)) === before - 1_000) continue;
    await shoot('05-cashed-out');
    const game = await latestGame(page);
    expect(game.outcome).toBe('cashed');
    expect(game.payoutCoins).toBe(10 * game.atHundredths!);
    await expect.poll(() => coins(page)).toBe(before + game.netCoins);
    expect(won).toContain(String(game.atHundredths! / 100));
    return { game: game.proof.game };
  }
  throw new Error(`no cash-out in ${TRIES} rounds`);
}

async function seeBust(page: Page, shoot: Shoot): Promise<void> {
  await page.waitForSelector('[data-kind=bust]', { timeout: 120_000 });
  await shoot('06-bust');
}

async function verifyRound(page: Page, shoot: Shoot, words: Words, game: number): Promise<void> {
  await page.click(`.own-bets a[href="/verify/turbo/${game}"]`, { timeout: 120_000 });
  await page.waitForSelector('[data-testid=summary]');
  const verdicts = await page
    .locator('[data-verdict]')
    .evaluateAll((badges) => badges.map((badge) => badge.textContent));
  expect(verdicts).toEqual(new Array(11).fill(words['verify.valid']));
  expect(
    await page
      .locator('[data-step]')
      .evaluateAll((steps) => steps.map((step) => step.getAttribute('data-step'))),
  ).toEqual(['bet', 'form', 'chain', 'salt', 'bust', 'book', 'times', 'rules', 'cashouts', 'totals']);
  await shoot('07-verified');
  const receipts = page.locator('.receipts-mine button');
  expect(await receipts.count()).toBe(2);
  await receipts.first().click();
  await expect
    .poll(() => page.textContent('[data-testid=receipt-result]'))
    .toContain(words['verify.receiptValid']);
  await page.locator('.receipts').scrollIntoViewIfNeeded();
  await shoot('08-receipt');
  const text = await page.inputValue('.receipt-text');
  const at = text.indexOf('.') + 20;
  await page.fill('.receipt-text', text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
  await page.click('.receipts-form button');
  await page.waitForSelector('[data-testid=receipt-result] [data-verdict=invalid]');
}

async function lookAtHistory(page: Page, shoot: Shoot, words: Words): Promise<void> {
  await page.goto('/history');
  await expect.poll(() => page.textContent('.cards tbody')).toContain(words['outcome.cashed']);
  await shoot('09-history');
  await page.click('#history-tab-transfers');
  await expect.poll(() => page.textContent('.cards tbody')).toContain(words['kind.grant.welcome']);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(sideways).toBe(false);
}

async function coins(page: Page): Promise<number> {
  return Number(await page.getAttribute('[data-testid=balance]', 'data-coins'));
}

/** What the server says of the player's latest game, asked with the browser's own session. */
async function latestGame(page: Page) {
  const session = await page.evaluate(() => localStorage.getItem('fairground.session'));
  const storage = { read: () => session, write: () => {}, exclusive: <T>(task: () => Promise<T>) => task() };
  const { items } = await new Fairground({ url: server.url, storage }).history({ limit: 1 });
  return items[0]!;
}

async function focusByTab(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}
