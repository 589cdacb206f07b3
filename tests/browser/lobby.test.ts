import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type CrashTable, Fairground, FairgroundError } from '../../client/sdk/index.ts';
import type { GameEvent } from '../../domain/events/event.ts';
import { shortTable } from '../../scripts/shortTable.ts';
import { until } from '../e2e/browser.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';

const stage = setStage(() => startServer({ tables: [shortTable('main')] }));

const bustsShown = (page: Page) => page.locator('.live-busts span').allTextContents();

/** Counts in the page how often the figure of one flight goes back. */
async function watchFigure(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { figures: 0, falls: 0 };
    Object.assign(window, { seen });
    let last = 0;
    new MutationObserver(() => {
      const text = document.querySelector('.live-flying .live-number')?.textContent ?? '';
      const figure = Number.parseFloat(text);
      if (Number.isNaN(figure)) {
        last = 0;
        return;
      }
      seen.figures += 1;
      if (figure < last) seen.falls += 1;
      last = figure;
    }).observe(document.querySelector('.table-card')!, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
}

async function betEachRound(table: CrashTable, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    try {
      await table.bet({ amountCoins: 100 });
    } catch (error) {
      if (!(error instanceof FairgroundError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

inBrowser('the lobby in a browser', () => {
  test('a table shows each bust once, and no flight goes back', { timeout: 180_000 }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 800, locale: 'en-US' });
    const { page } = visitor;
    const fair = new Fairground({ url: stage.server.url });
    let over = false;
    let playing: Promise<void> | undefined;
    try {
      await page.goto('/');
      await page.waitForSelector('.table-card');
      await watchFigure(page);
      await fair.guest({ ageConfirmed: true });
      const told: GameEvent[] = [];
      const monitor = await fair.monitor({ topics: ['crash'] }).joined();
      monitor.events.subscribe((events) => told.push(...events));
      playing = betEachRound(await fair.crash('main').joined(), () => !over);

      const busts = () =>
        told.flatMap((event) =>
          event.type === 'crash.bust' ? [`${(event.data.bustHundredths / 100).toFixed(2)}×`] : [],
        );
      const seen = () =>
        page.evaluate(() => (window as unknown as { seen: { figures: number; falls: number } }).seen);
      // Three rounds, and more if they bust at once.
      await until(
        async () => ({ rounds: busts().length, shown: await bustsShown(page), ...(await seen()) }),
        ({ rounds, shown, figures }) => rounds >= 3 && shown.length >= 3 && figures > 5,
        150_000,
      );
      over = true;
      await playing;
      await until(
        () => bustsShown(page),
        (shown) => JSON.stringify(shown) === JSON.stringify(busts().reverse().slice(0, 5)),
        30_000,
      );
      expect((await seen()).falls).toBe(0);
      expect(visitor.complaints).toEqual([]);
    } finally {
      over = true;
      await playing?.catch(() => {});
      await fair.close();
      await visitor.leave();
    }
  });
});
