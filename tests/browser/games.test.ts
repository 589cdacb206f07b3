import { expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { ko } from '../../client/app/i18n/ko.ts';
import { Fairground, type MatchResultMessage, type RpsMatch } from '../../client/sdk/index.ts';
import { assert } from '../../domain/assert.ts';
import { verifyPlayed } from '../../domain/fairness/verifyPlayed.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { until } from '../e2e/browser.ts';
import { becomeGuest, coins } from '../e2e/newcomer.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';
import {
  endSession,
  lookAtOdds,
  lookAtStatistics,
  pullOnce,
  recallAndVerify,
  spinByKeyboard,
  spinUntilWon,
  throwAHand,
} from './gamePlayer.ts';

const stage = setStage(() => startServer());

inBrowser('the games in a browser', () => {
  test.concurrent.each([
    { width: 1280, height: 800, locale: 'en-US', nickname: 'minji', words: en, language: 'en' },
    { width: 390, height: 844, locale: 'ko-KR', nickname: 'haneul', words: ko, language: 'ko' },
  ] as const)(
    'a player spins, pulls, throws, and verifies a game: $locale at $width px',
    { timeout: 240_000 },
    async ({ words, nickname, language, ...screen }) => {
      const visitor = await stage.visit(screen);
      const { page, shoot } = visitor;
      try {
        await page.goto('/slots/neon3');
        await becomeGuest(page, shoot, words, nickname);
        await spinUntilWon(page, shoot, words);
        await spinByKeyboard(page);
        await pullOnce(page, shoot);
        await throwAHand(page, shoot);
        await endSession(page, shoot);
        await recallAndVerify(page, shoot, words, neon3.name[language]);
        await lookAtStatistics(page, shoot);
        await lookAtOdds(page, shoot, words, language);
        expect(visitor.complaints).toEqual([]);
      } finally {
        await visitor.leave();
      }
    },
  );

  test('five reels spin, and stop on what the server drew', {
    timeout: 120_000,
  }, async () => {
    const visitor = await stage.visit({ width: 390, height: 844, locale: 'en-US' });
    const { page } = visitor;
    try {
      await page.goto('/slots/cascade5');
      await becomeGuest(page, async () => {}, en, 'sora');
      await page.click('[data-action=spin]');
      await page.waitForSelector('[data-testid=reels][data-spinning=true]');
      await page.waitForSelector('[data-testid=win][data-done=true]');
      expect(await page.locator('[data-testid=reels] .reel-cells .cell').count()).toBe(15);
      expect(visitor.complaints).toEqual([]);
    } finally {
      await visitor.leave();
    }
  });

  test('two players meet: hands are sealed, revealed by themselves, and the winner is paid', {
    timeout: 120_000,
  }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 800, locale: 'en-US' });
    const { page, shoot } = visitor;
    const other = new Fairground({ url: stage.server.url });
    try {
      await page.goto('/rps/match');
      await becomeGuest(page, async () => {}, en, 'minji');
      await page.click('[data-testid=main-button]');
      await page.waitForSelector('[data-testid=match][data-phase=waiting]');
      await shoot('30-match-waiting');
      await other.guest({ nickname: 'jun', ageConfirmed: true });
      const match = await other.rpsMatch(1_000).joined();
      const ended = resultOf(match);
      await page.waitForSelector('[data-testid=match][data-phase=committing]');
      await page.click('[data-testid=hand-paper]');
      await until(
        () => coins(page),
        (amount) => amount === 99_000,
      );
      await shoot('31-match-committed');
      await until(
        async () => match.match.value?.phase,
        (phase) => phase === 'committing',
      );
      await match.commit('rock');
      const result = await ended;
      expect(result).toMatchObject({
        outcome: 'lose',
        hands: { you: 'rock', other: 'paper' },
        payoutCoins: 0,
      });
      await page.waitForSelector('[data-testid=match-result][data-outcome=win]');
      await shoot('32-match-won');
      await until(
        () => coins(page),
        (amount) => amount === 100_960,
      );
      await checkByVerifier(other, result.gameId);
      expect(visitor.complaints).toEqual([]);
    } finally {
      await other.close();
      await visitor.leave();
    }
  });

  test('with less motion results are there at once', { timeout: 60_000 }, async () => {
    const visitor = await stage.visit({ width: 1280, height: 800, locale: 'en-US' });
    const { page } = visitor;
    try {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto('/slots/neon3');
      await becomeGuest(page, async () => {}, en, 'yuna');
      await page.click('[data-action=spin]');
      await page.waitForSelector('[data-testid=win][data-done=true]');
      expect(await page.locator('.reel-running').count()).toBe(0);
    } finally {
      await visitor.leave();
    }
  });

  test('a machine that does not exist is said in words', { timeout: 60_000 }, async () => {
    const visitor = await stage.visit({ width: 390, height: 844, locale: 'en-US' });
    try {
      await visitor.page.goto('/slots/nowhere');
      await until(
        () => visitor.page.textContent('main'),
        (text) => text!.includes(en['error.not_found']),
      );
    } finally {
      await visitor.leave();
    }
  });
});

function resultOf(match: RpsMatch): Promise<MatchResultMessage> {
  return new Promise((resolve) => {
    const end = match.result.subscribe((result) => {
      if (!result) return;
      end();
      resolve(result);
    });
  });
}

async function checkByVerifier(fair: Fairground, gameId: string): Promise<void> {
  const game = await fair.game(gameId);
  assert(game.game === 'rps_match', 'it is the match');
  const { odds } = await fair.oddsByHash(game.oddsHash);
  expect(verifyPlayed(game, odds, gameId)).toMatchObject({ valid: true });
}
