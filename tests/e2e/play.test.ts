import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { Fairground } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { findChromium } from '../../scripts/chromium.mjs';
import { buildClient } from '../../scripts/clientBuild.mjs';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { launchBrowser, until, type Visitor, visit } from './browser.ts';

const chromiumPath = findChromium();
/** Rounds that may bust before anyone could have cashed out. */
const TRIES = 30;

/** Short windows and a steep edge, so that a test sees many short rounds: a tenth of them pass 6.00x. */
const TABLES = DEFAULT_TABLES.filter(({ table }) => table !== 'high').map((rules) => ({
  ...rules,
  edgePercent: 40,
  bettingMs: 2_000,
  pauseMs: 1_500,
}));

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

  // At the same time, at the same table: their rounds are the same, and a flight takes its time.
  test.concurrent.each([
    { width: 1280, height: 860, locale: 'en-US', nickname: 'minji', words: en },
    { width: 390, height: 844, locale: 'ko-KR', nickname: 'haneul', words: ko },
    { width: 1280, height: 860, locale: 'ko-KR', nickname: 'jun', words: ko },
    { width: 390, height: 844, locale: 'en-US', nickname: 'sora', words: en },
  ] as const)(
    'a newcomer watches, joins, bets, cashes out, and verifies the round: $locale at $width px',
    { timeout: 300_000 },
    async ({ words, nickname, ...screen }) => {
      const visitor = await visit(browser, server.url, screen);
      const { page, shoot } = visitor;
      try {
        await watch(page, shoot);
        await becomeGuest(page, shoot, words, nickname);
        const { game } = await playUntilCashedOut(page, shoot);
        await seeBust(page, shoot);
        await verifyRound(page, shoot, words, game);
        await lookAtHistory(page, shoot, words);
        expect(visitor.complaints).toEqual([]);
      } finally {
        await visitor.leave();
      }
    },
  );

  test('the first page loads at most 150 KB of script, gzipped', async () => {
    const visitor = await visit(browser, server.url, { width: 390, height: 844, locale: 'en-US' });
    try {
      const scripts: Promise<number>[] = [];
      visitor.page.on('response', (response) => {
        if (response.url().endsWith('.js'))
          scripts.push(response.body().then((body) => gzipSync(body).length));
      });
      await visitor.page.goto('/');
      await visitor.page.waitForSelector('.table-card');
      const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThanOrEqual(150 * 1024);
    } finally {
      await visitor.leave();
    }
  });

  test('by keyboard alone, in the other language too', { timeout: 240_000 }, async () => {
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
      await page.waitForSelector('[data-action=bet], [data-action=betNext]');
      await page.keyboard.press('Enter');
      await until(
        () => coins(page),
        (amount) => amount === 99_700,
        120_000,
      );
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

  test('a player comes back by itself after the server was killed', { timeout: 240_000 }, async () => {
    const visitor = await visit(browser, server.url, { width: 390, height: 844, locale: 'en-US' });
    const { page, shoot } = visitor;
    try {
      await page.goto('/crash/main');
      await becomeGuest(page, async () => {}, en, 'minji');
      await page.waitForSelector('[data-action=bet], [data-action=betNext]');
      const balance = await coins(page);
      await server.kill();
      await page.waitForSelector('.light-reconnecting');
      await shoot('10-reconnecting');
      await server.start();
      await page.waitForSelector('.light-live');
      await page.waitForSelector('[data-action=bet]');
      expect(await coins(page)).toBe(balance);
      await placeBet(page);
    } finally {
      await visitor.leave();
    }
  });

  test('a record that was changed is called invalid, and the field is named', {
    timeout: 240_000,
  }, async () => {
    const visitor = await visit(browser, server.url, { width: 1280, height: 860, locale: 'en-US' });
    const { page, shoot } = visitor;
    try {
      const rounds = new Fairground({ url: server.url });
      const [latest] = await until(
        async () => (await rounds.rounds('turbo', { limit: 1 })).items,
        (items) => items.length > 0,
        120_000,
      );
      await page.route(`**/rounds/${latest!.game}`, async (route) => {
        const response = await route.fetch();
        const record = (await response.json()) as { bustHundredths: number };
        await route.fulfill({ response, json: { ...record, bustHundredths: record.bustHundredths + 1 } });
      });
      await page.goto(`/verify/turbo/${latest!.game}`);
      await page.waitForSelector('[data-testid=summary] [data-verdict=invalid]');
      expect(await page.textContent('[data-testid=summary]')).toContain('bustHundredths');
      const steps = await page
        .locator('[data-step]')
        .evaluateAll((all) =>
          all.map((step) => [
            step.getAttribute('data-step'),
            step.querySelector('[data-verdict]')!.getAttribute('data-verdict'),
          ]),
        );
      expect(steps).toEqual([
        ['form', 'valid'],
        ['chain', 'valid'],
        ['salt', 'valid'],
        ['bust', 'invalid'],
      ]);
      await shoot('11-invalid');
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
      await until(
        () => page.textContent('main'),
        (text) => text!.includes(en['error.not_found']),
      );
      await page.goto('/verify/main/99999');
      await until(
        () => page.textContent('main'),
        (text) => text!.includes(en['verify.notSettled']),
      );
      await page.goto('/nothing/here');
      await until(
        () => page.textContent('main'),
        (text) => text!.includes(en['app.notFound']),
      );
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
async function becomeGuest(page: Page, shoot: Shoot, words: Words, nickname: string): Promise<void> {
  await page.click('[data-testid=main-button]');
  await page.waitForSelector('dialog[open]');
  await page.click('dialog button[type=submit]');
  await until(
    () => page.textContent('#start-error'),
    (text) => text === words['start.ageMissing'],
  );
  await page.fill('input[name=nickname]', nickname);
  await page.check('input[name=adult]');
  await shoot('03-start');
  await page.click('dialog button[type=submit]');
  await until(
    () => coins(page),
    (amount) => amount === 100_000,
  );
}

/** Bets 1,000 in the first round that takes it: a click in the last moment of a window comes too late. */
async function placeBet(page: Page): Promise<void> {
  const before = await coins(page);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await page.click('[data-action=bet]');
    const taken = await until(
      () => coins(page),
      (amount) => amount === before - 1_000,
      2_000,
    ).then(
      () => true,
      () => false,
    );
    if (taken) return;
  }
  throw new Error(`no bet was taken in ${TRIES} rounds`);
}

async function playUntilCashedOut(page: Page, shoot: Shoot): Promise<{ game: number }> {
  await page.waitForSelector('[data-action=bet]');
  await shoot('04-betting');
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await coins(page);
    await placeBet(page);
    // The round may bust before anyone could press anything.
    await page.waitForSelector('[data-action=cashout], .note .bad');
    await page.click('[data-action=cashout]', { timeout: 500 }).catch(() => {});
    await page.waitForSelector('.note .good, .note .bad');
    if ((await page.locator('.note .good').count()) === 0) continue;
    const said = await page.textContent('[data-testid=own-result]');
    await shoot('05-cashed-out');
    const game = await latestGame(page);
    expect(game.outcome).toBe('cashed');
    expect(game.payoutCoins).toBe(10 * game.atHundredths!);
    expect(said).toContain(String(game.atHundredths! / 100));
    await until(
      () => coins(page),
      (amount) => amount === before + game.netCoins,
    );
    return { game: game.proof.game };
  }
  throw new Error(`no cash-out in ${TRIES} rounds`);
}

async function seeBust(page: Page, shoot: Shoot): Promise<void> {
  await page.waitForSelector('[data-kind=bust]');
  await shoot('06-bust');
}

async function verifyRound(page: Page, shoot: Shoot, words: Words, game: number): Promise<void> {
  await page.click(`.own-bets a[href="/verify/turbo/${game}"]`);
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
  await until(
    () => page.textContent('[data-testid=receipt-result]'),
    (text) => text!.includes(words['verify.receiptValid']),
  );
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
  await until(
    () => page.textContent('.cards tbody'),
    (text) => text!.includes(words['outcome.cashed']),
  );
  await shoot('09-history');
  await page.click('#history-tab-transfers');
  await until(
    () => page.textContent('.cards tbody'),
    (text) => text!.includes(words['kind.grant.welcome']),
  );
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
