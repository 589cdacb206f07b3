import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { until } from '../e2e/browser.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';

const SCREEN = { width: 390, height: 844, locale: 'en-US' } as const;
/** A busy machine takes its time. */
const PATIENCE_MS = 60_000;
const PASSWORD = 'a fairground by night';

const stage = setStage(() => startServer());

const coins = (page: Page) => page.getAttribute('[data-testid=balance]', 'data-coins').then(Number);

/** Sends the form, again when a busy machine refused it, until the page shows the account. */
async function submit(page: Page, form: string): Promise<void> {
  const refusal = page.locator(`${form} p.field-error`);
  await page.click(`${form} button[type=submit]`);
  await until(
    async () => {
      const title = await page.textContent('h1');
      if (title !== 'Minji' && (await refusal.count()) > 0) {
        await page.click(`${form} button[type=submit]`, { timeout: 1_000 }).catch(() => {});
      }
      return `${title} ${await refusal.allTextContents()}`;
    },
    (shown) => shown.startsWith('Minji'),
    PATIENCE_MS,
  );
}

inBrowser('an account in a browser', () => {
  test('a guest signs up with the balance kept, logs in elsewhere, and logs out everywhere', async () => {
    const [here, there] = [await stage.visit(SCREEN), await stage.visit(SCREEN)];
    await here.page.goto('/');
    await here.page.click('.header button.primary');
    await here.page.check('input[name=adult]');
    await here.page.click('dialog button[type=submit]');
    await here.page.waitForSelector('[data-testid=balance]');
    await until(
      () => coins(here.page),
      (amount) => amount === 100_000,
      PATIENCE_MS,
    );

    await here.page.click('.wallet');
    await here.page.fill('input[name=nickname]', 'Minji');
    await here.page.fill('input[name=password]', 'password1');
    await here.page.fill('input[name=inviteCode]', '5858');
    await here.page.click('.form-stack button[type=submit]');
    await here.page.waitForSelector('#signup-password-error');
    expect(await here.page.textContent('#signup-password-error')).toBe(en['account.wrong.too_common']);
    await here.shoot('30-account-sign-up');
    await here.page.fill('input[name=password]', PASSWORD);
    await submit(here.page, '.form-stack');
    expect(await coins(here.page)).toBe(100_000);

    await there.page.goto('/account');
    await there.page.click('.account button.primary');
    await there.page.fill('dialog input[name=nickname]', 'minji');
    await there.page.fill('dialog input[name=password]', 'not this one');
    await there.page.click('dialog button[type=submit]');
    await there.page.waitForSelector('#login-password-error');
    await there.page.fill('dialog input[name=password]', PASSWORD);
    await submit(there.page, 'dialog');
    await until(
      () => coins(there.page),
      (amount) => amount === 100_000,
      PATIENCE_MS,
    );
    await there.page.waitForSelector('[data-testid=sessions] li:nth-child(2)');
    await there.shoot('31-account-sessions');

    await there.page.click('[data-testid=logout-everywhere]');
    for (const { page } of [there, here]) {
      await page.waitForSelector('[data-testid=balance]', { state: 'detached' });
      await page.waitForSelector('.account button.primary');
    }
    const unexpected = [...here.complaints, ...there.complaints].filter(
      (complaint) => !/\b(401|422)\b/.test(complaint),
    );
    expect(unexpected).toEqual([]);
    await here.leave();
    await there.leave();
  }, 300_000);
});
