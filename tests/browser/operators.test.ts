import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { until, type Visitor } from '../e2e/browser.ts';
import { becomeGuest, coins, placeBet } from '../e2e/newcomer.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { makeAdmin } from '../support/makeAdmin.ts';
import { startServer } from '../support/serverProcess.ts';
import { act, broadcast, grantByLines, lookAtTabs, openPlayer, openTab, signIn } from './operator.ts';

const noShot = async () => {};
const WIDE = { width: 1920, height: 1080, locale: 'en-US' } as const;
const NARROW = { width: 390, height: 844, locale: 'ko-KR' } as const;
const TABLES = DEFAULT_TABLES.map((rules) => ({
  ...rules,
  edgePercent: 50,
  bettingMs: 2_000,
  pauseMs: 1_500,
}));

let password: string;

const stage = setStage(() =>
  startServer({
    ...{ tables: TABLES, shortFlights: true },
    env: { BOTS: '12', CHAIN_LENGTH: '20000' },
  }),
);

inBrowser('operators in a browser', () => {
  beforeAll(async () => {
    password = await makeAdmin(stage.server, 'boss');
  });

  test('an admin speaks to a player, bans and unbans them, and pauses a table', {
    timeout: 240_000,
  }, async () => {
    const player = await stage.visit({ width: 1280, height: 860, locale: 'en-US' });
    const operator = await stage.visit(WIDE);
    const { page } = operator;
    try {
      await player.page.goto('/crash/turbo');
      await becomeGuest(player.page, noShot, en, 'minji');
      await signIn(page, operator.shoot, 'boss', password);

      await broadcast(page, '<b>Maintenance</b> at four');
      const told = await player.page.waitForSelector('[data-testid=announcement]');
      expect(await told.textContent()).toContain('<b>Maintenance</b> at four');
      await player.shoot('52-player-told');
      await fillTheScreen(player.page, player.shoot);

      await grantByLines(page, 'minji');
      await until(
        () => coins(player.page),
        (amount) => amount === 105_000,
      );

      await openPlayer(page, 'minji');
      await act(page, '[data-act=ban]', 'abuse in the chat');
      await page.waitForSelector('[data-testid=banned]');
      await operator.shoot('53-admin-player');
      await player.page.waitForSelector('[data-testid=banned-bar]');
      expect(await player.page.locator('[data-action=bet]').count()).toBe(0);
      await player.shoot('54-player-banned');
      await act(page, '[data-act=unban]', 'a mistake');
      await page.waitForSelector('[data-act=ban]');
      await player.page.click('[data-testid=banned-bar] button');
      await player.page.waitForSelector('[data-testid=banned-bar]', { state: 'detached' });
      await placeBet(player.page);

      await pauseAndResume(page);
      // The refusals that a ban is told by; nothing else went wrong.
      expect(player.complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
      expect(operator.complaints).toEqual([]);
    } finally {
      await player.leave();
      await operator.leave();
    }
  });

  test.concurrent.each([WIDE, NARROW])(
    'every page of the console: $locale at $width px',
    { timeout: 240_000 },
    async (screen) => {
      const { page, shoot, complaints, leave } = await stage.visit(screen);
      try {
        await signIn(page, noShot, 'boss', password);
        await lookAtTabs(page, shoot);
        expect(complaints).toEqual([]);
      } finally {
        await leave();
      }
    },
  );

  test.concurrent.each([WIDE, NARROW])(
    'the wall needs no account, and tells no names: $locale at $width px',
    { timeout: 240_000 },
    async (screen) => {
      const { page, shoot, complaints, leave } = await stage.visit(screen);
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

  test.concurrent('a player has no business in the console, and is told so', {
    timeout: 240_000,
  }, async () => {
    const { page, complaints, leave } = await stage.visit(NARROW);
    try {
      await page.goto('/crash/main');
      await becomeGuest(page, noShot, ko, 'haneul');
      expect(await page.locator('.nav-staff').count()).toBe(0);
      await page.goto('/admin');
      await page.waitForSelector('[data-testid=not-staff]');
      expect(await page.locator('.admin-tabs').count()).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      await leave();
    }
  });
});

/** What fills the screen says it too; out of it again, at the table. */
async function fillTheScreen(page: Page, shoot: Visitor['shoot']): Promise<void> {
  await page.goto('/monitor');
  await page.click('.wall-full');
  const told = await page.waitForSelector('.wall:fullscreen [data-testid=announcement]');
  expect(await told.textContent()).toContain('<b>Maintenance</b> at four');
  await shoot('56-wall-full');
  await page.click('.wall-full');
  await page.waitForSelector('.wall:not(:fullscreen)');
  await page.goto('/crash/turbo');
}

/** After the round under way; the table says why, and goes on when it is resumed. */
async function pauseAndResume(page: Page): Promise<void> {
  await openTab(page, 'tables');
  await act(page, '[data-table=turbo] [data-act=pause]', 'looks odd');
  await page.waitForSelector('[data-table=turbo][data-paused=true] .phase-paused');
  expect(await page.textContent('[data-table=turbo] .admin-note')).toContain('looks odd');
  await act(page, '[data-table=turbo] [data-act=resume]', 'all is well');
  await page.waitForSelector('[data-table=turbo][data-paused=false] .phase-betting');
}
