import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEFT_OUT_FOR_MS, WallFeed, WINS_FOR_MS } from '../../client/app/screens/monitor/wallFeed.ts';
import type { GameEvent } from '../../domain/events/event.ts';

const NOW_MS = 1_800_000_000_000;
let made = 0;

function spin(betCoins: number, payoutCoins: number, atMs = NOW_MS): GameEvent {
  return {
    id: String(++made),
    atMs,
    topic: 'slots',
    type: 'slots.spin',
    player: null,
    bot: false,
    data: { machine: 'neon3', gameId: '', betCoins, payoutCoins, result: 'none', streakBefore: 0 },
  };
}

function bust(): GameEvent {
  return {
    id: String(++made),
    atMs: NOW_MS,
    topic: 'crash',
    type: 'crash.bust',
    player: null,
    bot: false,
    data: { table: 'main', game: 1, bustHundredths: 100, bets: 0, stakedCoins: 0, paidCoins: 0 },
  };
}

describe('what the wall lists', () => {
  test('is the weightiest of a busy frame, newest first, and it says how many it left out', () => {
    const feed = new WallFeed();
    const events = [spin(100, 0), spin(500, 0), spin(200, 9_000), bust(), spin(100, 100), spin(300, 0)];
    feed.add(events, NOW_MS);
    expect(feed.lines).toEqual([events[5], events[3], events[2], events[1]]);
    expect(feed.leftOut(NOW_MS)).toBe(2);
    feed.leaveOut(40, NOW_MS + 1_000);
    expect(feed.leftOut(NOW_MS + 1_000)).toBe(42);
    expect(feed.leftOut(NOW_MS + LEFT_OUT_FOR_MS)).toBe(40);
    expect(feed.leftOut(NOW_MS + 1_000 + LEFT_OUT_FOR_MS)).toBe(0);
  });

  test('begins with what was there before, which counts as listed', () => {
    const feed = new WallFeed();
    const events = Array.from({ length: 200 }, () => spin(100, 0));
    feed.begin(events, NOW_MS);
    expect(feed.lines.length).toBe(40);
    expect(feed.lines[0]).toBe(events.at(-1));
    expect(feed.leftOut(NOW_MS)).toBe(0);
  });

  test('tells the biggest wins of the last ten minutes, each once, however they came', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.nat(9_000), fc.nat(90_000), fc.nat(900)))), (frames) => {
        const feed = new WallFeed();
        const all = frames.map((frame) =>
          frame.map(([bet, paid, agoSeconds]) => spin(bet, paid, NOW_MS - agoSeconds * 1_000)),
        );
        for (const events of all) feed.add(events, NOW_MS);
        // A reconnection brings the last ones again.
        feed.begin(all.flat().slice(-200), NOW_MS);
        const nets = all
          .flat()
          .filter(({ atMs }) => NOW_MS - atMs < WINS_FOR_MS)
          .map(({ data }) => data as { payoutCoins: number; betCoins: number })
          .map(({ payoutCoins, betCoins }) => payoutCoins - betCoins)
          .filter((net) => net > 0)
          .sort((a, b) => b - a);
        expect(feed.wins(NOW_MS).map(({ netCoins }) => netCoins)).toEqual(nets.slice(0, 6));
      }),
      { numRuns: 50 },
    );
  });
});
