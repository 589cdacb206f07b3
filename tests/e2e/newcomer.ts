import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { en } from '../../client/app/i18n/en.ts';
import { Fairground } from '../../client/sdk/index.ts';
import { assert } from '../../domain/assert.ts';
import { until, type Visitor } from './browser.ts';

/** What a newcomer does in the app, step by step, and what must be seen at each. */

/** Rounds that may bust before anyone could have cashed out. */
const TRIES = 30;

type Shoot = Visitor['shoot'];
type Words = Record<keyof typeof en, string>;

export async function watch(page: Page, shoot: Shoot): Promise<void> {
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
export async function becomeGuest(page: Page, shoot: Shoot, words: Words, nickname: string): Promise<void> {
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

/**
 * Bets 1,000 in the first round that takes it: a click in the last moment of a window comes too late. Answers the coins
 * before the bet that was taken; one whose answer was slow may have been lost before.
 */
export async function placeBet(page: Page): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await page.waitForSelector('[data-action=bet]');
    const before = await coins(page);
    await page.click('[data-action=bet]');
    const taken = await until(
      () => coins(page),
      (amount) => amount === before - 1_000,
      2_000,
    ).then(
      () => true,
      () => false,
    );
    if (taken) return before;
  }
  throw new Error(`no bet was taken in ${TRIES} rounds`);
}

/** Presses the button once more in the moment in which a bet ends; answers what it has offered since. */
async function pressAgainAtEnd(page: Page): Promise<() => Promise<string[]>> {
  const offered = await page.evaluateHandle(() => {
    const button = document.querySelector<HTMLElement>('[data-testid=main-button]')!;
    const actions: string[] = [];
    new MutationObserver(() => {
      actions.push(button.dataset.action!);
      if (button.dataset.action === 'ended') button.click();
    }).observe(button, { attributeFilter: ['data-action'] });
    return actions;
  });
  return () => offered.jsonValue();
}

export async function playUntilCashedOut(page: Page, shoot: Shoot): Promise<{ game: number }> {
  await page.waitForSelector('[data-action=bet]');
  await shoot('04-betting');
  const offered = await pressAgainAtEnd(page);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await placeBet(page);
    // The round may bust before anyone could press anything.
    await page.waitForSelector('[data-action=cashout], .note .bad');
    await page.click('[data-action=cashout]', { timeout: 500 }).catch(() => {});
    // A bust is told until the next window opens, which a busy page may only see open.
    await page.waitForSelector('.note .good, .note .bad, [data-action=bet]');
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
    const actions = await offered();
    expect(actions).toContain('ended');
    expect(actions.filter((_, at) => actions[at - 1] === 'ended')).not.toContain('queued');
    return { game: game.proof.game };
  }
  throw new Error(`no cash-out in ${TRIES} rounds`);
}

export async function seeBust(page: Page, shoot: Shoot): Promise<void> {
  await page.waitForSelector('[data-kind=bust]');
  await shoot('06-bust');
}

export async function verifyRound(page: Page, shoot: Shoot, words: Words, game: number): Promise<void> {
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

export async function lookAtHistory(page: Page, shoot: Shoot, words: Words): Promise<void> {
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

export async function coins(page: Page): Promise<number> {
  return Number(await page.getAttribute('[data-testid=balance]', 'data-coins'));
}

/** What the server says of the player's latest game, asked with the browser's own session. */
export async function latestGame(page: Page) {
  const session = await page.evaluate(() => localStorage.getItem('fairground.session'));
  const storage = { read: () => session, write: () => {}, exclusive: <T>(task: () => Promise<T>) => task() };
  const { items } = await new Fairground({ url: new URL(page.url()).origin, storage }).history({ limit: 1 });
  const [game] = items;
  assert(game?.game === 'crash', 'the latest game is a bet at a crash table');
  return game;
}

export async function focusByTab(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}
