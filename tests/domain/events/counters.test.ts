import { expect, test } from 'vitest';
import { type MemberCounters, mergeCounters } from '../../../domain/events/counters.ts';
import type { EventDraft } from '../../../domain/events/event.ts';
import { Tally } from '../../../domain/events/tally.ts';
import { bet, bust, session, spin, stamp } from './someEvents.ts';

function tallied(...events: [EventDraft, number][]): Tally {
  const tally = new Tally();
  for (const [event, atMs] of events) tally.add(event, atMs);
  return tally;
}

const pull = stamp({
  ...{ type: 'gacha.pull', player: null, bot: false },
  data: { banner: 'starlight', gameId: 'g', costCoins: 500, rarities: ['rare'], items: ['x'], forced: 0 },
});
const match = stamp({
  ...{ type: 'rps.match', player: null, bot: false },
  data: { matchId: 'm', betCoins: 1_000, paidCoins: 1_960, reason: 'hands', seats: [] },
});

test('[EV10] stakes count when they are held, games when they have ended', () => {
  const tally = tallied([bet(300), 1_000], [bust(1), 2_000], [spin(50), 2_500], [session(), 2_500]);
  expect(tally.recent(4_000)).toEqual({ games: 3 + 1, bets: 2, stakedCoins: 400 });
  expect(tally.totals()).toEqual([
    { game: 'crash', variant: 'main', rounds: 1, betCoins: 600, paidCoins: 500 },
    { game: 'slots', variant: 'neon3', rounds: 1, betCoins: 100, paidCoins: 50 },
  ]);
});

test('[EV10] a pull pays items, a match is staked by two', () => {
  const tally = tallied([pull, 0], [match, 0], [match, 500]);
  expect(tally.recent(1_000)).toEqual({ games: 3, bets: 5, stakedCoins: 4_500 });
  expect(tally.totals()).toEqual([
    { game: 'gacha', variant: 'starlight', rounds: 1, betCoins: 500, paidCoins: 0 },
    { game: 'rps', variant: 'match', rounds: 2, betCoins: 4_000, paidCoins: 3_920 },
  ]);
});

test('[EV10] a rate is that of the last five whole seconds', () => {
  const tally = tallied([spin(0), 999], [spin(0), 1_000], [spin(0), 5_999]);
  const rates = (...instants: number[]) => instants.map((nowMs) => tally.recent(nowMs).games);
  expect(rates(999, 1_000, 5_999, 6_000)).toEqual([0, 1, 2, 2]);
  tally.add(spin(0), 6_000);
  expect(rates(6_999, 7_000, 11_000, 11_999, 12_000)).toEqual([2, 2, 1, 1, 0]);
  // A second later the place of one long gone is used again.
  tally.add(spin(0), 12_000);
  expect(tally.recent(13_000).games).toBe(1);
});

test('[EV11] the cluster is the sum of its members, as late as the latest of them', () => {
  const member = (change: Partial<MemberCounters>): MemberCounters => ({
    ...{ players: 1, watchers: 2, connections: 3, rooms: { lobby: 1, crash: 2 }, coinsInPlay: 400 },
    ...{ games5s: 10, bets5s: 20, stakedCoins5s: 1_000, eventLoopDelayMs: 4 },
    games: [{ game: 'crash', variant: 'main', rounds: 1, betCoins: 600, paidCoins: 500 }],
    ...change,
  });
  const rps = { game: 'rps', variant: 'house', rounds: 5, betCoins: 500, paidCoins: 480 } as const;
  const members = [
    member({}),
    member({ rooms: { lobby: 1, slots: 7 }, eventLoopDelayMs: 90, games: [...member({}).games, rps] }),
  ];
  const queue = { queued: 3, running: 1 };
  expect(mergeCounters(7, queue, members)).toEqual({
    ...{ atMs: 7, members: 2, queue, players: 2, watchers: 4, connections: 6, coinsInPlay: 800 },
    rooms: { lobby: 2, crash: 2, slots: 7 },
    ...{ gamesPerSecond: 4, betsPerSecond: 8, stakedCoinsPerSecond: 400, eventLoopDelayMs: 90 },
    games: [{ game: 'crash', variant: 'main', rounds: 2, betCoins: 1_200, paidCoins: 1_000 }, rps],
  });
  // The parts stay as they were told.
  expect(members[0]!.games[0]!.rounds).toBe(1);
});
