import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { Fairground } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { startServer } from '../support/serverProcess.ts';
import { violations } from './axe.ts';
import { until, visit } from './browser.ts';
import {
  becomeGuest,
  coins,
  focusByTab,
  lookAtHistory,
  placeBet,
  playUntilCashedOut,
  seeBust,
  verifyRound,
  watch,
} from './newcomer.ts';
import { inBrowser, setStage } from './stage.ts';

/** Short windows; the first flights are short too (`shortFlights.ts`), and more than half can be cashed out by hand. */
const TABLES = DEFAULT_TABLES.filter(({ table }) => table !== 'high').map((rules) => ({
  ...rules,
  edgePercent: 20,
  bettingMs: 2_000,
  pauseMs: 1_500,
}));

const stage = setStage(() =>
  startServer({
    ...{ tables: TABLES, shortFlights: true },
    env: { BOTS: '6', CHAIN_LENGTH: '20000' },
  }),
);

inBrowser('the web app in a browser', () => {
  test.concurrent.each([
    { width: 1280, height: 860, locale: 'ko-KR', nickname: 'jun', words: ko },
    { width: 390, height: 844, locale: 'en-US', nickname: 'sora', words: en, calm: true },
  ] as const)(
    'a newcomer watches, and joins: $locale at $width px',
    { timeout: 300_000 },
    async ({ words, nickname, ...screen }) => {
      const visitor = await stage.visit(screen);
      try {
        await watch(visitor.page, visitor.shoot);
        await becomeGuest(visitor.page, visitor.shoot, words, nickname);
        // Every other screen: `npm run test:browser`.
        expect(await violations(visitor.page)).toEqual([]);
        expect(visitor.complaints).toEqual([]);
      } finally {
        await visitor.leave();
      }
    },
  );

  // At the same time, at the same table: their rounds are the same, and a flight takes its time.
  test.concurrent.each([
    { width: 1280, height: 860, locale: 'en-US', nickname: 'minji', words: en, smooth: true },
    { width: 390, height: 844, locale: 'ko-KR', nickname: 'haneul', words: ko, calm: true },
  ] as const)(
    'a newcomer watches, joins, bets, cashes out, and verifies the round: $locale at $width px',
    { timeout: 300_000 },
    async ({ words, nickname, ...screen }) => {
      const visitor = await stage.visit(screen);
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

  test.concurrent('the first page loads at most 150 KB of script, gzipped', {
    timeout: 120_000,
  }, async () => {
    const visitor = await stage.visit({ width: 390, height: 844, locale: 'en-US' });
    try {
      const scripts: Promise<number>[] = [];
      const weigh = (response: Response) => {
        if (response.url().endsWith('.js'))
          scripts.push(response.body().then((body) => gzipSync(body).length));
      };
      visitor.page.on('response', weigh);
      await visitor.page.goto('/');
      await visitor.page.waitForSelector('.table-card');
      // What is asked for from now on may be under way when the page closes.
      visitor.page.off('response', weigh);
      const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThanOrEqual(150 * 1024);
    } finally {
      await visitor.leave();
    }
  });

  test.concurrent('by keyboard alone, in the other language too', { timeout: 240_000 }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 860, locale: 'en-US' });
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

  test.concurrent('a record that was changed is called invalid, and the field is named', {
    timeout: 240_000,
  }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 860, locale: 'en-US' });
    const { page, shoot } = visitor;
    try {
      const rounds = new Fairground({ url: stage.server.url });
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

  test.concurrent('what the server would not do is said in words, and the game goes on', {
    timeout: 60_000,
  }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 860, locale: 'en-US' });
    const { page } = visitor;
    try {
      await page.goto('/crash/nowhere');
      await until(
        () => page.textContent('main'),
        (text) => text!.includes(en['crash.noTable']),
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

  test.concurrent('a player comes back by itself after the server was killed', {
    timeout: 240_000,
  }, async () => {
    const mortal = await startServer({ tables: TABLES, shortFlights: true });
    const visitor = await visit(stage.browser, mortal.url, { width: 390, height: 844, locale: 'en-US' });
    const { page, shoot } = visitor;
    try {
      await page.goto('/crash/main');
      await becomeGuest(page, async () => {}, en, 'minji');
      await page.waitForSelector('[data-action=bet], [data-action=betNext]');
      const balance = await coins(page);
      await mortal.kill();
      await page.waitForSelector('.light-reconnecting');
      await shoot('10-reconnecting');
      await mortal.start();
      await page.waitForSelector('.light-live');
      await page.waitForSelector('[data-action=bet]');
      expect(await coins(page)).toBe(balance);
      await placeBet(page);
    } finally {
      await visitor.leave();
      await mortal.dispose();
    }
  });
});
