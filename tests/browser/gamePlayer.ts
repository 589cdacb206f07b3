import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { en } from '../../client/app/i18n/en.ts';
import starlight from '../../domain/gacha/starlight.data.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { until, type Visitor } from '../e2e/browser.ts';
import { coins, focusByTab } from '../e2e/newcomer.ts';

/** What a player does at the machines, banners and hands, step by step, and what must be seen at each. */

type Shoot = Visitor['shoot'];
type Words = Record<keyof typeof en, string>;

const SPINS = 60;
/** The machine's usual stake. */
const BET_COINS = 500;

/** Spins, skipping what can be skipped, until something is won. Answers what it was. */
export async function spinUntilWon(page: Page, shoot: Shoot, words: Words): Promise<number> {
  await page.waitForSelector('[data-action=spin]');
  for (let spin = 0; spin < SPINS; spin++) {
    const before = await coins(page);
    await page.click('[data-action=spin]');
    const won = await resultOfSpin(page);
    await until(
      () => coins(page),
      (amount) => amount === before - BET_COINS + won,
    );
    if (won === 0) continue;
    await shoot('20-slots-won');
    expect(await page.locator('.cell-won').count()).toBeGreaterThanOrEqual(2);
    expect(await page.textContent('[data-testid=own-result]')).not.toBe('');
    expect(await page.textContent('[data-testid=win]')).not.toContain(words['slots.nothing']);
    return won;
  }
  throw new Error(`nothing won in ${SPINS} spins`);
}

/** Skips the show, and reads what the spin paid. */
async function resultOfSpin(page: Page): Promise<number> {
  await page.waitForSelector('[data-action=skip], [data-testid=win][data-done=true]');
  await page.click('[data-action=skip]', { timeout: 500 }).catch(() => {});
  await page.waitForSelector('[data-testid=win][data-done=true]');
  return Number(await page.getAttribute('[data-testid=win]', 'data-win'));
}

/** By the space bar alone: it spins, skips, and spins again. */
export async function spinByKeyboard(page: Page): Promise<void> {
  await page.waitForSelector('[data-action=spin]');
  await page.locator('main').focus();
  for (let spin = 0; spin < 2; spin++) {
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-action=skip]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-action=spin]');
  }
  expect(await page.locator('.chips a').count()).toBeGreaterThanOrEqual(2);
}

export async function pullOnce(page: Page, shoot: Shoot): Promise<void> {
  await page.goto('/gacha/starlight');
  await page.waitForSelector('[data-testid=pull-1][data-action=pull]');
  const before = await coins(page);
  expect(await page.getAttribute('[data-testid=daily]', 'data-remaining')).toBe('3');
  await page.click('[data-testid=pull-1]');
  await page.waitForSelector('[data-testid=reveal][data-done=true]');
  await shoot('21-gacha-pulled');
  expect(await page.locator('[data-testid=reveal] [data-rarity]').count()).toBe(1);
  await until(
    () => page.getAttribute('[data-testid=daily]', 'data-remaining'),
    (remaining) => remaining === '2',
  );
  await until(
    () => coins(page),
    (amount) => amount === before - 5_000,
  );
  await until(
    () => page.getAttribute('[data-testid=found]', 'data-found'),
    (found) => found === '1',
  );
}

export async function throwAHand(page: Page, shoot: Shoot): Promise<void> {
  await page.goto('/rps');
  await page.waitForSelector('[data-testid=hand-rock][aria-disabled=false]');
  const before = await coins(page);
  await focusByTab(page, '[data-testid=hand-rock]');
  await page.keyboard.press('Enter');
  const outcome = await until(
    () => page.getAttribute('[data-testid=rps-result]', 'data-outcome'),
    (shown) => shown !== '',
  );
  await shoot('22-rps-thrown');
  const net = { win: 940, draw: 0, lose: -1_000 }[outcome as 'win' | 'draw' | 'lose'];
  await until(
    () => coins(page),
    (amount) => amount === before + net,
  );
}

/** Ends the session and reads its summary. */
export async function endSession(page: Page, shoot: Shoot): Promise<void> {
  await page.click('.session-end');
  await page.waitForSelector('[data-testid=session-summary]');
  await shoot('23-session-over');
  expect(await page.locator('[data-testid=session-summary] .fact').count()).toBe(6);
}

/** Recalls the latest game of a kind with its steps, then verifies it: secret first, and valid after rotating. */
export async function recallAndVerify(page: Page, shoot: Shoot, words: Words, name: string): Promise<void> {
  await page.goto('/history');
  await page.selectOption('[data-testid=history-filter]', 'slots');
  await page.locator('.what a', { hasText: name }).first().click();
  await page.waitForSelector('[data-testid=recall][data-game=slots]');
  await page.waitForSelector('.recall-steps li');
  await shoot('24-recalled');
  await page.click('.recall-links .primary');
  await page.waitForSelector('[data-testid=summary]');
  expect(await page.textContent('[data-testid=summary]')).toContain(words['played.secret']);
  await page.fill('input[name=clientSeed]', 'my own seed');
  await page.click('[data-testid=rotate]');
  await page.waitForSelector('[data-testid=revealed]');
  await page.waitForSelector('[data-testid=summary] [data-verdict]');
  const verdicts = await page
    .locator('[data-verdict]')
    .evaluateAll((badges) => badges.map((badge) => badge.getAttribute('data-verdict')));
  expect(verdicts).toEqual(new Array(6).fill('valid'));
  expect(await page.textContent('[data-testid=seeds]')).toContain('my own seed');
  await shoot('25-verified');
}

export async function lookAtStatistics(page: Page, shoot: Shoot): Promise<void> {
  await page.goto('/history');
  await page.click('#history-tab-statistics');
  await page.waitForSelector('[data-testid=statistics] section:nth-child(4)');
  await shoot('26-statistics');
  await page.click('#history-tab-sessions');
  await page.waitForSelector('.cards tbody tr');
}

/** The odds of each kind of game, and none wider than the window. */
export async function lookAtOdds(
  page: Page,
  shoot: Shoot,
  words: Words,
  language: 'en' | 'ko',
): Promise<void> {
  await page.goto('/odds');
  await page.waitForSelector('[data-testid=odds]');
  const names = { slots: neon3.name[language], gacha: starlight.name[language], rps: words['rps.title'] };
  for (const [game, name] of Object.entries(names)) {
    await page.locator('.odds-list a').getByText(name, { exact: true }).click();
    await page.waitForSelector(`[data-testid=odds][data-game=${game}]`);
    await shoot(`27-odds-${game}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  }
}
