import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { until, type Visitor, visit } from '../e2e/browser.ts';
import { becomeGuest, coins, type latestGame } from '../e2e/newcomer.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';
import { watchAnswers, whatWasSeen } from './answerFrames.ts';
import { type BadLine, badLine } from './badLine.ts';

const WAIT_MS = 90_000;
/** Rounds that may bust too soon for what a test is about. */
const TRIES = 12;
const BET = 1_000;

const TABLES = DEFAULT_TABLES.filter(({ table }) => table === 'turbo').map((rules) => ({
  ...rules,
  bettingMs: 5_000,
  pauseMs: 3_000,
}));

let line: BadLine;
let visitor: Visitor;
let page: Page;

const stage = setStage(() =>
  startServer({ tables: TABLES, shortFlights: true, env: { CHAIN_LENGTH: '20000' } }),
);

inBrowser('on a bad line', () => {
  let turn = 0;
  beforeEach(async () => {
    line = await badLine(stage.server.port);
    visitor = await visit(stage.browser, line.url, {
      width: 390,
      height: 844,
      locale: 'en-US',
      smooth: true,
    });
    page = visitor.page;
    await watchAnswers(page);
    page.setDefaultTimeout(WAIT_MS);
    await page.goto('/crash/turbo');
    await becomeGuest(page, async () => {}, en, `minji${++turn}`);
    // The welcome; what is good after it is about bets.
    await page.click('.toast-good button');
    await page.waitForSelector('.toast-good', { state: 'detached' });
  });

  afterEach(async () => {
    await visitor.leave();
    await line.close();
  });

  test('2 s there and back, one packet in twenty lost: bet, cash-out and result are told', {
    timeout: 300_000,
  }, async () => {
    line.slow(1_000, 0.05);
    await page.fill('#auto', '1.01');
    await page.click('[data-action=bet], [data-action=betNext]');
    await expectTold();
  });

  test('lost before the bet’s answer: the bet stands once, and is shown', { timeout: 300_000 }, async () => {
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
    await betTaken();
    await cutFor(500);
    await page.waitForSelector('.light-live');
    await page.waitForSelector('[data-action=cancel], [data-action=cashout], .own-bets tbody tr');
    await expectTold();
  });

  test('lost in flight, back after the bust: what became of the bet is said', {
    timeout: 300_000,
  }, async () => {
    await inFlight();
    line.cut();
    await page.waitForSelector('.light-reconnecting');
    await expectSilent();
    expect(await page.textContent('[data-testid=note]')).toBe(en['crash.noteReconnecting']);
    await until(
      async () => (await latest())?.outcome,
      (outcome) => outcome === 'lost',
      WAIT_MS,
    );
    line.mend();
    await page.waitForSelector('.light-live');
    await expectTold();
    await page.waitForSelector('.toast-bad, .note .bad, .own-bets .bad');
  });

  test('an auto-cash-out while nobody hears is paid, and said on coming back', {
    timeout: 300_000,
  }, async () => {
    await untilOutcome('cashed', async () => {
      await page.fill('#auto', '1.2');
      await inFlight();
      line.cut();
      await page.waitForSelector('.light-reconnecting');
      await until(
        async () => (await latest())?.outcome,
        (outcome) => outcome !== 'open',
        WAIT_MS,
      );
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

  test('a line that is silent without an end is noticed, and its bet told afterwards', {
    timeout: 300_000,
  }, async () => {
    await betTaken();
    line.silence();
    await page.waitForSelector('.light-reconnecting');
    line.mend();
    await page.waitForSelector('.light-live');
    await expectTold();
  });

  test('lost at settlement: the result stands in the list afterwards', { timeout: 300_000 }, async () => {
    await inFlight();
    const settled = page.waitForSelector('[data-kind=bust], .light-reconnecting');
    // Just before, as far as anyone can know: what comes next is not heard.
    line.hold();
    await until(
      async () => (await latest())?.outcome,
      (outcome) => outcome !== 'open',
      WAIT_MS,
    );
    await cutFor(500);
    await settled;
    await expectTold();
  });

  test('without a network the light says so', { timeout: 60_000 }, async () => {
    await page.context().setOffline(true);
    line.cut();
    await page.waitForSelector('.light-offline');
    expect(await page.textContent('.light-text')).toBe(en['connection.noNetwork']);
    await page.context().setOffline(false);
    line.mend();
    await page.waitForSelector('.light-live');
  });
});

/** Straight from the server, past the line; asked again where it was asked too often. */
async function ask<T>(path: string): Promise<T> {
  for (;;) {
    const session = await page.evaluate(() => localStorage.getItem('fairground.session'));
    const { accessToken } = JSON.parse(session!) as { accessToken: string };
    const answer = await fetch(`${stage.server.url}${path}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    if (answer.ok) return (await answer.json()) as T;
    // The page renews its token by itself.
    if (answer.status !== 429 && answer.status !== 401) throw new Error(await answer.text());
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function history() {
  return (await ask<{ items: Awaited<ReturnType<typeof latestGame>>[] }>('/api/me/history?limit=5')).items;
}

async function latest() {
  return (await history())[0];
}

async function cutFor(ms: number): Promise<void> {
  line.cut();
  await page.waitForSelector('.light-reconnecting');
  await new Promise((resolve) => setTimeout(resolve, ms));
  line.mend();
}

/** Nothing is claimed while nobody knows. */
async function expectSilent(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await page.locator('.toast-good').count()).toBe(0);
}

async function betTaken(): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await page.waitForSelector('[data-action=bet]');
    const before = await coins(page);
    await page.click('[data-action=bet]');
    const taken = until(
      () => coins(page),
      (now) => now === before - BET,
      3_000,
    );
    if (
      await taken.then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('no bet was taken');
}

/** With an open bet, in a round that has not bust at once. */
async function inFlight(): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await betTaken();
    await page.waitForSelector('[data-action=cashout], .note .bad, .note .good');
    if ((await page.locator('[data-action=cashout]').count()) === 1) return;
  }
  throw new Error('no round flew');
}

async function untilOutcome(outcome: string, play: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await play();
    if ((await latest())?.outcome === outcome) return;
  }
  throw new Error(`no game was ${outcome}`);
}

/** Once the game is over, the page's list and wallet say what the server's record says. */
async function expectTold(): Promise<void> {
  const game = await until(latest, (known) => known !== undefined && known.outcome !== 'open', WAIT_MS);
  const { balances } = await ask<{ balances: { coins: number } }>('/api/me');
  await until(
    () => coins(page),
    (shown) => shown === balances.coins,
    WAIT_MS,
  );
  const row = page.locator('.own-bets tbody tr').first();
  await until(
    () => row.textContent({ timeout: WAIT_MS }),
    (text) => text!.includes(game!.netCoins.toLocaleString('en-US', { signDisplay: 'exceptZero' })),
    WAIT_MS,
  );
}
