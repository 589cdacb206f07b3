import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { until, type Visitor, visit } from '../e2e/browser.ts';
import { becomeGuest, coins, type latestGame } from '../e2e/newcomer.ts';
import { setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';
import { watchAnswers } from './answerFrames.ts';
import { type BadLine, badLine } from './badLine.ts';

type Game = Awaited<ReturnType<typeof latestGame>>;

export const WAIT_MS = 90_000;
/** Rounds that may bust too soon for what a test is about. */
const TRIES = 12;
const BET = 1_000;
/**
 * A player may ask for the history 240 times a minute, and page and test are the same player: a test that looks twenty
 * times a second while a long flight lasts takes what the page needs to tell what became of the bet.
 */
const ASK_EVERY_MS = 500;

const TABLES = DEFAULT_TABLES.filter(({ table }) => table === 'turbo').map((rules) => ({
  ...rules,
  bettingMs: 5_000,
  pauseMs: 3_000,
}));

/** A new guest at the table for each test of the file, behind a line of its own; what they do, and what must be seen. */
export interface BadLinePlayer {
  readonly line: BadLine;
  readonly page: Page;
  /** The player's games, straight from the server, past the line. */
  history(): Promise<Game[]>;
  /** What became of the latest game, as the server tells it. */
  untilLatest(wanted: (outcome: string) => boolean): Promise<Game>;
  cutFor(ms: number): Promise<void>;
  /** Nothing is claimed while nobody knows. */
  expectSilent(): Promise<void>;
  betTaken(): Promise<void>;
  /** With an open bet, in a round that has not bust at once. */
  inFlight(): Promise<void>;
  /** Plays until a game has come out so. */
  untilOutcome(outcome: string, play: () => Promise<void>): Promise<void>;
  /** Once the game is over, the page's list and wallet say what the server's record says. */
  expectTold(): Promise<void>;
}

/** Server, browser and players for a file of tests: only its first rounds are sure to be short (`shortFlights.ts`). */
export function badLinePlayer(): BadLinePlayer {
  const stage = setStage(() =>
    startServer({ tables: TABLES, shortFlights: true, env: { CHAIN_LENGTH: '20000' } }),
  );
  let line: BadLine;
  let visitor: Visitor;
  let page: Page;
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

  async function ask<T>(path: string): Promise<T> {
    const deadlineMs = performance.now() + WAIT_MS;
    for (;;) {
      const session = await page.evaluate(() => localStorage.getItem('fairground.session'));
      const { accessToken } = JSON.parse(session!) as { accessToken: string };
      const answer = await fetch(`${stage.server.url}${path}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      if (answer.ok) return (await answer.json()) as T;
      // The page renews its token by itself.
      const isForNow = answer.status === 429 || answer.status === 401;
      if (!isForNow || performance.now() > deadlineMs) throw new Error(await answer.text());
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  async function history(): Promise<Game[]> {
    return (await ask<{ items: Game[] }>('/api/me/history?limit=5')).items;
  }

  async function untilLatest(wanted: (outcome: string) => boolean): Promise<Game> {
    const latest = async () => (await history())[0];
    const game = await until(
      latest,
      (known) => known !== undefined && wanted(known.outcome),
      WAIT_MS,
      ASK_EVERY_MS,
    );
    return game!;
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

  return {
    get line() {
      return line;
    },
    get page() {
      return page;
    },
    history,
    untilLatest,
    async cutFor(ms) {
      line.cut();
      await page.waitForSelector('.light-reconnecting');
      await new Promise((resolve) => setTimeout(resolve, ms));
      line.mend();
    },
    async expectSilent() {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await page.locator('.toast-good').count()).toBe(0);
    },
    betTaken,
    async inFlight() {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        await betTaken();
        await page.waitForSelector('[data-action=cashout], .note .bad, .note .good');
        if ((await page.locator('[data-action=cashout]').count()) === 1) return;
      }
      throw new Error('no round flew');
    },
    async untilOutcome(outcome, play) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        await play();
        if ((await history())[0]?.outcome === outcome) return;
      }
      throw new Error(`no game was ${outcome}`);
    },
    async expectTold() {
      const game = await untilLatest((outcome) => outcome !== 'open');
      const { balances } = await ask<{ balances: { coins: number } }>('/api/me');
      await until(
        () => coins(page),
        (shown) => shown === balances.coins,
        WAIT_MS,
      );
      const row = page.locator('.own-bets tbody tr').first();
      await until(
        () => row.textContent({ timeout: WAIT_MS }),
        (text) => text!.includes(game.netCoins.toLocaleString('en-US', { signDisplay: 'exceptZero' })),
        WAIT_MS,
      );
    },
  };
}
