import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { until, type Visitor } from '../e2e/browser.ts';

/** What operators do in the console, step by step, and what must be seen at each. */

/** The tabs in order, and what is there once the server has answered. */
export const TAB_SIGNS = {
  overview: '[data-testid=returns]',
  feed: '[data-testid=feed] li',
  players: '[data-testid=players] tbody tr',
  broadcasts: '[data-testid=broadcast-form]',
  grants: 'textarea[name=lines]',
  tables: '.admin-card',
  rounds: '[data-testid=rounds] tbody tr',
  banners: '[data-banner]',
  queue: '[data-testid=queue]',
  audit: '[data-testid=audit] tbody tr',
} as const;

type Tab = keyof typeof TAB_SIGNS;
const TABS = Object.keys(TAB_SIGNS) as Tab[];

export async function signIn(page: Page, shoot: Visitor['shoot'], nickname: string, password: string) {
  await page.goto('/admin');
  await page.waitForSelector('[data-testid=sign-in]');
  await shoot('40-admin-sign-in');
  // Nothing is filled in for anybody.
  expect(await page.inputValue('input[name=password]')).toBe('');
  await page.click('[data-testid=sign-in] button[type=submit]');
  await page.waitForSelector('#admin-nickname-problem');
  await page.fill('input[name=nickname]', nickname);
  await page.fill('input[name=password]', password);
  await page.click('[data-testid=sign-in] button[type=submit]');
  await page.waitForSelector('[data-testid=admin-overview]');
  await page.waitForSelector('.nav-staff');
}

export async function openTab(page: Page, tab: Tab): Promise<void> {
  await page.click(`.admin-tabs [data-tab=${tab}]`);
  await page.waitForSelector(`[data-testid=admin-${tab}] h1`);
}

/** Every tab is told by the server, looks like something, and is not wider than the window. */
export async function lookAtTabs(page: Page, shoot: Visitor['shoot']): Promise<void> {
  for (const [index, tab] of TABS.entries()) {
    await openTab(page, tab);
    await page.waitForSelector(TAB_SIGNS[tab]);
    expect(await page.locator('.admin-page .field-error').allTextContents(), tab).toEqual([]);
    await shoot(`${41 + index}-admin-${tab}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), tab).toBe(false);
  }
}

export async function broadcast(page: Page, text: string): Promise<void> {
  await openTab(page, 'broadcasts');
  await page.click('[data-testid=broadcast-form] button[type=submit]');
  await page.waitForSelector('#admin-text-problem');
  await page.fill('textarea[name=text]', text);
  await page.selectOption('select[name=level]', 'warning');
  // Markup stays text, in the preview too.
  expect(await page.textContent('[data-testid=preview] p')).toBe(text);
  await page.click('[data-testid=broadcast-form] button[type=submit]');
  await page.waitForSelector('[data-testid=broadcasts] tr[data-state=live]');
}

export async function openPlayer(page: Page, nickname: string): Promise<void> {
  await openTab(page, 'players');
  await page.fill('input[name=search]', nickname.slice(0, 4).toUpperCase());
  await page.locator('[data-testid=players] a', { hasText: nickname }).click();
  await page.waitForSelector('.admin-facts');
}

/** Opens an act, is asked for the reason when there is none, gives it, and confirms. */
export async function act(page: Page, button: string, reason: string): Promise<void> {
  await page.click(button);
  await page.click('[data-testid=act-confirm]');
  await page.waitForSelector('#admin-reason-problem');
  await page.fill('textarea[name=reason]', reason);
  await page.click('[data-testid=act-confirm]');
  await page.waitForSelector('dialog.admin-dialog:not([open])', { state: 'attached' });
}

/** Grants by lines, of which one is wrong: it says so, and the others are made. */
export async function grantByLines(page: Page, nickname: string): Promise<void> {
  await openTab(page, 'grants');
  await page.fill(
    'textarea[name=lines]',
    `nickname,amount,currency\n${nickname},5000\nnobody-at-all,1,gems\n${nickname},x`,
  );
  await page.click('[data-testid=admin-grants] button[type=submit]');
  await page.click('[data-testid=grants-send]');
  await page.fill('textarea[name=reason]', 'a contest');
  await page.click('[data-testid=act-confirm]');
  await until(
    () => page.locator('[data-testid=grant-lines] tbody .good').count(),
    (granted) => granted === 1,
  );
  expect(await page.locator('[data-testid=grant-lines] tbody .bad').count()).toBe(2);
}
