import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { until } from '../e2e/browser.ts';
import { coins } from '../e2e/newcomer.ts';
import { inBrowser } from '../e2e/stage.ts';
import { badLinePlayer } from './badLinePlayer.ts';

/** Lost in flight and after: `networksInFlight.test.ts`. */
inBrowser('on a bad line, around a bet', () => {
  const player = badLinePlayer();

  test('2 s there and back, one packet in twenty lost: bet, cash-out and result are told', {
    timeout: 300_000,
  }, async () => {
    const { line, page, expectTold } = player;
    line.slow(1_000, 0.05);
    await page.fill('#auto', '1.01');
    await page.click('[data-action=bet], [data-action=betNext]');
    await expectTold();
  });

  test('lost before the bet’s answer: the bet stands once, and is shown', { timeout: 300_000 }, async () => {
    const { line, page, cutFor, expectSilent, expectTold, history } = player;
    await page.waitForSelector('[data-action=bet]');
    const before = await coins(page);
    line.hold();
    const passed = line.passedUp;
    await page.click('[data-action=bet]');
    await until(
      async () => line.passedUp,
      (now) => now > passed,
    );
    await expectSilent();
    expect(await coins(page)).toBe(before);
    await cutFor(2_000);
    await expectTold();
    expect((await history()).filter(({ game }) => game === 'crash')).toHaveLength(1);
  });

  test('lost before the bet has left: it is made then, or said that it was not', {
    timeout: 300_000,
  }, async () => {
    const { line, page, cutFor, expectSilent, expectTold, history } = player;
    await page.waitForSelector('[data-action=bet]');
    const before = await coins(page);
    line.mute();
    await page.click('[data-action=bet]');
    await expectSilent();
    await cutFor(1_000);
    // Taken after all, or refused in words: never neither.
    await page.waitForSelector('[data-action=cancel], [data-action=cashout], .own-bets tbody tr, .toast-bad');
    await page.waitForSelector('.light-live');
    if ((await history()).length === 0) {
      expect(await page.locator('.toast-bad').count()).toBe(1);
      expect(await coins(page)).toBe(before);
    } else await expectTold();
  });

  test('lost after the bet’s answer, back before launch: the bet is still there', {
    timeout: 300_000,
  }, async () => {
    const { page, betTaken, cutFor, expectTold } = player;
    await betTaken();
    await cutFor(500);
    await page.waitForSelector('.light-live');
    await page.waitForSelector('[data-action=cancel], [data-action=cashout], .own-bets tbody tr');
    await expectTold();
  });

  test('a line that is silent without an end is noticed, and its bet told afterwards', {
    timeout: 300_000,
  }, async () => {
    const { line, page, betTaken, expectTold } = player;
    await betTaken();
    line.silence();
    await page.waitForSelector('.light-reconnecting');
    line.mend();
    await page.waitForSelector('.light-live');
    await expectTold();
  });

  test('without a network the light says so', { timeout: 60_000 }, async () => {
    const { line, page } = player;
    await page.context().setOffline(true);
    line.cut();
    await page.waitForSelector('.light-offline');
    expect(await page.textContent('.light-text')).toBe(en['connection.noNetwork']);
    await page.context().setOffline(false);
    line.mend();
    await page.waitForSelector('.light-live');
  });
});
