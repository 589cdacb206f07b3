import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { inBrowser } from '../e2e/stage.ts';
import { whatWasSeen } from './answerFrames.ts';
import { badLinePlayer } from './badLinePlayer.ts';

/** Before it: `networks.test.ts`. */
inBrowser('on a bad line, in flight', () => {
  const player = badLinePlayer();

  test('lost in flight, back after the bust: what became of the bet is said', {
    timeout: 300_000,
  }, async () => {
    const { line, page, inFlight, expectSilent, expectTold, untilLatest } = player;
    await inFlight();
    line.cut();
    await page.waitForSelector('.light-reconnecting');
    await expectSilent();
    expect(await page.textContent('[data-testid=note]')).toBe(en['crash.noteAway']);
    await untilLatest((outcome) => outcome === 'lost');
    line.mend();
    await page.waitForSelector('.light-live');
    await expectTold();
    await page.waitForSelector('.toast-bad, .note .bad, .own-bets .bad');
  });

  test('an auto-cash-out while nobody hears is paid, and said on coming back', {
    timeout: 300_000,
  }, async () => {
    const { line, page, inFlight, expectTold, untilLatest, untilOutcome } = player;
    await untilOutcome('cashed', async () => {
      await page.fill('#auto', '1.2');
      await inFlight();
      line.cut();
      await page.waitForSelector('.light-reconnecting');
      await untilLatest((outcome) => outcome !== 'open');
      expect(await page.locator('.note .good').count()).toBe(0);
      line.mend();
      await page.waitForSelector('.light-live');
      await expectTold();
    });
    await page.waitForSelector('.own-bets .good');
  });

  test('lost between a cash-out and its answer: nothing is won until the server has said it', {
    timeout: 300_000,
  }, async () => {
    const { line, page, inFlight, cutFor, expectSilent, expectTold } = player;
    await inFlight();
    line.hold();
    await page.click('[data-action=cashout]', { timeout: 1_000 }).catch(() => {});
    await expectSilent();
    expect(await page.locator('.note .good').count()).toBe(0);
    await cutFor(1_500);
    await expectTold();
  });

  test('a cash-out is shown in the frame of its answer or the next, and never before', {
    timeout: 300_000,
  }, async () => {
    const { line, page, inFlight, expectTold, untilOutcome } = player;
    await untilOutcome('cashed', async () => {
      await inFlight();
      // The answer is on its way for longer than many frames take.
      line.slow(150, 0);
      await page.click('[data-action=cashout]', { timeout: 1_000 }).catch(() => {});
      await page.waitForSelector('.note .good, .note .bad');
      line.slow(0, 0);
      await expectTold();
    });
    const { answeredAt, wonAt } = await whatWasSeen(page);
    expect(wonAt).toHaveLength(1);
    const answered = answeredAt.findLast((frame) => frame <= wonAt[0]!);
    expect(answered).toBeDefined();
    expect(wonAt[0]! - answered!).toBeLessThanOrEqual(1);
  });

  test('lost at settlement: the result stands in the list afterwards', { timeout: 300_000 }, async () => {
    const { line, page, inFlight, cutFor, expectTold, untilLatest } = player;
    await inFlight();
    const settled = page.waitForSelector('[data-kind=bust], .light-reconnecting');
    // Just before, as far as anyone can know: what comes next is not heard.
    line.hold();
    await untilLatest((outcome) => outcome !== 'open');
    await cutFor(500);
    await settled;
    await expectTold();
  });
});
