import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { until } from '../e2e/browser.ts';
import { becomeGuest, coins } from '../e2e/newcomer.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { queryServer } from '../support/serverDatabase.ts';
import { startServer } from '../support/serverProcess.ts';

/** So long a process takes an account for what it was. */
const KNOWN_FOR_MS = 2_100;
const HOUR_MS = 3_600_000;

const stage = setStage(() => startServer());

const toasts = (page: Page) => page.locator('.toast').allTextContents();

/** As an account was that never said its person's age. */
async function forgetAge(nickname: string): Promise<void> {
  await queryServer(stage.server, 'update player set age_confirmed = false where nickname = $1', [nickname]);
  await new Promise((resolve) => setTimeout(resolve, KNOWN_FOR_MS));
}

/** As after an hour of play that goes on. */
async function playedForAnHour(nickname: string): Promise<void> {
  await queryServer(
    stage.server,
    `insert into play_session
     select a.id, $2::bigint - ${HOUR_MS}, ${HOUR_MS}, $2, 0 from account a join player p on p.id = a.player_id
      where p.nickname = $1 and a.currency = 'coins'
     on conflict (account_id) do update set started_at_ms = excluded.started_at_ms, played_ms = excluded.played_ms`,
    [nickname, Date.now()],
  );
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`input[name="${name}"]`, value);
  await page.click('[data-testid=limit-form] button[type=submit]');
}

inBrowser('limits in a browser', () => {
  test.concurrent.each([
    { width: 1280, height: 800, locale: 'en-US', nickname: 'hyejin', words: en },
    { width: 390, height: 844, locale: 'ko-KR', nickname: 'dohyun', words: ko },
  ] as const)(
    'a player says their age, sets limits, is told of them, takes a break and excludes themselves: $locale at $width px',
    { timeout: 240_000 },
    async ({ words, nickname, ...screen }) => {
      const visitor = await stage.visit(screen);
      const { page, shoot } = visitor;
      const spin = '[data-action=spin]';
      await page.goto('/slots/neon3');
      await becomeGuest(page, async () => {}, words, nickname);

      await forgetAge(nickname);
      await page.reload();
      await page.click(spin);
      await page.waitForSelector('input[name=of-age]');
      await shoot('40-age');
      await page.check('input[name=of-age]');
      await page.click('dialog[open] button[type=submit]');
      await page.waitForSelector('[data-testid=win][data-done=true]');
      const status = page.locator('[data-testid=play-status]');
      await until(
        async () => [await coins(page), Number(await status.locator('[data-net]').getAttribute('data-net'))],
        ([amount, net]) => net === amount! - 100_000,
      );
      await shoot('41-playing');

      await page.goto('/account/limits');
      // Away from the machine, too: the session goes on.
      await page.waitForSelector('[data-testid=play-status]');
      await fill(page, { 'stakeCoins.day': '900', 'lossCoins.week': '12.5', 'playedMs.month': '600' });
      await page.waitForSelector('#limit-lossCoins-week-about .field-error');
      expect(await page.textContent('#limit-lossCoins-week-about')).toBe(words['limits.invalid']);
      await fill(page, { 'lossCoins.week': '50,000' });
      await until(
        () => toasts(page),
        (texts) => texts.join().includes(words['limits.saved']),
      );
      await fill(page, { 'stakeCoins.day': '2000' });
      await page.waitForSelector('[data-testid="pending-stakeCoins.day"]');
      expect(await page.inputValue('input[name="stakeCoins.day"]')).toBe('900');
      await page.locator('[data-testid=limits]').scrollIntoViewIfNeeded();
      await shoot('42-limits');

      await page.goto('/slots/neon3');
      await page.click(spin);
      await until(
        () => toasts(page),
        (texts) => texts.join().includes('400'),
      );
      await shoot('43-over-the-limit');
      await page.click('.toast a');
      await page.waitForSelector('[data-testid=limit-form]');
      await page.click('[data-testid="pending-stakeCoins.day"] button');
      await page.waitForSelector('[data-testid="pending-stakeCoins.day"]', { state: 'detached' });

      await playedForAnHour(nickname);
      await page.goto('/slots/neon3');
      await page.waitForSelector('[data-testid=reality][open]');
      await shoot('44-reality-check');
      await page.click('[data-answer=break]');
      await page.waitForSelector('.table-card');
      await page.goto('/slots/neon3');
      await page.waitForSelector(spin);
      expect(await page.locator('[data-testid=reality][open]').count()).toBe(0);
      await page.click(spin);
      const paused = words['limit.refused.pause'].replace('{at}', '').trim();
      await until(
        () => toasts(page),
        (texts) => texts.join().includes(paused.split('.')[0]!),
      );

      await page.click('.toast a');
      await page.click('.limits details summary');
      await page.click('[data-testid=exclusion-form] button[type=submit]');
      await page.waitForSelector('#exclusion-error');
      await page.check('input[name=exclusion-sure]');
      await page.click('[data-testid=exclusion-form] button[type=submit]');
      await page.waitForSelector('[data-testid=exclude]');
      await shoot('45-exclusion');
      await page.click('[data-testid=exclude]');
      await page.waitForSelector('[data-testid=bar]');
      await shoot('46-excluded');
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(sideways).toBe(false);
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
  );
});
