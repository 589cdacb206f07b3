import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { Fairground } from '../../client/sdk/index.ts';
import { until } from '../e2e/browser.ts';
import { becomeGuest } from '../e2e/newcomer.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { migratedDatabase } from '../support/database.ts';
import { startServer } from '../support/serverProcess.ts';
import {
  compareTwo,
  expectDisclaimer,
  holdData,
  marketCsv,
  mendAStrategy,
  seeResult,
  submit,
  uploadCsv,
} from './backtester.ts';

const noShot = async () => {};

let database: Awaited<ReturnType<typeof migratedDatabase>>;

const stage = setStage(
  async () => {
    database = await migratedDatabase();
    return startServer({ env: { DATABASE_URL: database.url } });
  },
  () => database?.drop(),
);

inBrowser('backtests in a browser', () => {
  test.each([
    { width: 1280, height: 800, locale: 'en-US', nickname: 'minji', words: en, price: 100 },
    { width: 360, height: 740, locale: 'ko-KR', nickname: 'haneul', words: ko, price: 200 },
  ] as const)(
    'a CSV is uploaded, run, watched and compared: $locale at $width px',
    { timeout: 240_000 },
    async ({ words, nickname, price, ...screen }) => {
      const visitor = await stage.visit(screen);
      const { page, shoot } = visitor;
      try {
        await page.goto('/backtest');
        await expectDisclaimer(page, words);
        await becomeGuest(page, noShot, words, nickname);
        await uploadCsv(page, shoot, words, price);
        await mendAStrategy(page, shoot);
        const letGo = await holdData(database.url);
        let first: string;
        try {
          first = await submit(page);
          await page.waitForSelector('[data-status=running]');
          expect(await page.getAttribute('[role=progressbar]', 'aria-valuenow')).toBe('10');
          await expectDisclaimer(page, words);
          await shoot('42-running');
        } finally {
          await letGo();
        }
        await seeResult(page, shoot);
        await expectDisclaimer(page, words);
        await page.click('.inputs summary');
        await page.click('[data-testid=edit-again]');
        await page.click('[data-template=donchianBreakout]');
        await page.selectOption('[data-testid=dataset]', { label: 'wave' });
        const second = await submit(page);
        await page.waitForSelector('[data-testid=result] canvas');
        await compareTwo(page, shoot, [first, second]);
        await expectDisclaimer(page, words);
        await page.goto('/backtest/leaderboard');
        await page.waitForSelector('.board .empty');
        await expectDisclaimer(page, words);
        // The file with a mistake.
        expect(visitor.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
      } finally {
        await visitor.leave();
      }
    },
  );

  test('one that waits is refunded when it is cancelled, one that runs is not', {
    timeout: 120_000,
  }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 800, locale: 'en-US' });
    const { page, shoot } = visitor;
    const credits = () => creditsOf(page);
    try {
      await page.goto('/backtest');
      await becomeGuest(page, noShot, en, 'sora');
      await uploadCsv(page, noShot, en, 300);
      const letGo = await holdData(database.url);
      try {
        const running = await submit(page);
        await page.waitForSelector('[data-status=running]');
        await page.goto('/backtest');
        await page.selectOption('[data-testid=dataset]', { label: 'wave' });
        await submit(page);
        await page.waitForSelector('[data-status=queued]');
        expect(await credits()).toBe(4);
        await shoot('46-waiting');
        await page.click('[data-testid=cancel]');
        await page.waitForSelector('[data-status=cancelled]');
        await expectSaid(page, refundText('backtest.refunded'));
        expect(await credits()).toBe(7);
        await page.goto(`/backtest/${running}`);
        await page.waitForSelector('[data-status=running]');
        await page.click('[data-testid=cancel]');
      } finally {
        await letGo();
      }
      await page.waitForSelector('[data-status=cancelled]');
      await expectSaid(page, refundText('backtest.notRefunded'));
      expect(await credits()).toBe(7);
      await shoot('47-cancelled');
    } finally {
      await visitor.leave();
    }
  });

  test('a public run is seen by whoever has the link, a private one by its owner', {
    timeout: 120_000,
  }, async () => {
    const owner = new Fairground({ url: stage.server.url });
    const visitor = await stage.visit({ width: 390, height: 844, locale: 'en-US' });
    const { page } = visitor;
    try {
      await owner.guest({ nickname: 'jun', ageConfirmed: true });
      const { id } = await owner.datasets.upload({ name: 'wave', csv: marketCsv(400) });
      const strategy = { v: 1, ind: { a: ['sma', 'close', 10] }, long: { crossAbove: ['close', 'a'] } };
      const run = async (isPublic: boolean) => {
        const { jobId } = await owner.backtests.submit({ strategy, dataset: id, public: isPublic });
        await until(
          () => owner.backtests.get(jobId),
          ({ status }) => status === 'completed',
        );
        return jobId;
      };
      const [shared, hidden] = [await run(true), await run(false)];
      await page.goto(`/backtest/${shared}`);
      await page.waitForSelector('[data-testid=result] canvas');
      await page.waitForSelector('[data-chart=price] canvas');
      expect(await page.locator('[data-testid=cancel]').count()).toBe(0);
      await page.click('[data-testid=recompute]');
      await page.waitForSelector('[data-testid=recomputed][data-check=valid]');
      await page.goto(`/backtest/${hidden}`);
      await until(
        () => page.textContent('main'),
        (text) => text!.includes(en['error.unauthorized']),
      );
    } finally {
      await owner.close();
      await visitor.leave();
    }
  });
});

/** What the server says that the page's player has, asked with the browser's own session. */
async function creditsOf(page: Page): Promise<number> {
  const session = await page.evaluate(() => localStorage.getItem('fairground.session'));
  const storage = { read: () => session, write: () => {}, exclusive: <T>(task: () => Promise<T>) => task() };
  return (await new Fairground({ url: stage.server.url, storage }).me()).balances.credits;
}

/** The end is told live; what it cost is read after it. */
async function expectSaid(page: Page, words: string): Promise<void> {
  await until(
    () => page.textContent('[data-testid=progress]'),
    (text) => text!.includes(words),
  );
}

function refundText(key: 'backtest.refunded' | 'backtest.notRefunded'): string {
  return en[key].replace('{credits}', '3');
}
