import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  Fairground,
  type MatchMessage,
  type MatchResultMessage,
  memorySessionStore,
} from '../../client/sdk/index.ts';
import { isClientSeed, randomClientSeed } from '../../client/sdk/ownSeed.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import { startSessionServer } from './support/sessionServer.ts';

let server: Awaited<ReturnType<typeof startSessionServer>>;
let fair: Fairground;

beforeEach(async () => {
  server = await startSessionServer();
  fair = newFairground();
  await fair.guest();
});

afterEach(async () => {
  await fair.close();
  await server.stop();
});

function newFairground(hands = memorySessionStore(), storage = memorySessionStore()): Fairground {
  return new Fairground({
    url: server.url,
    random: () => 0,
    watchdog: { pingEveryMs: 50, silenceMs: 150 },
    clockSamples: 0,
    storage,
    hands,
  });
}

describe('a session', () => {
  test('plays by a key of its own, and tells balance and standing', async () => {
    const session = await fair.slots('neon3').joined();
    const { key, gameId } = await session.spin(500);
    expect(server.seen).toEqual([{ type: 'spin', message: { key, betCoins: 500 } }]);
    expect(server.games.get(key)).toMatchObject({ gameId });
    expect(fair.balances.value?.coins).toBe(900);
    await expect.poll(() => session.standing.value).not.toBeNull();
    expect(fair.slots('neon3')).toBe(session);
  });

  test('keeps what the answers change of its standing', async () => {
    const slots = fair.slots('neon3');
    await expect.poll(() => slots.standing.value).not.toBeNull();
    await slots.spin(500);
    expect(slots.standing.value?.streaks).toEqual([{ betCoins: 500, streak: 2 }]);
    const gacha = fair.gacha('starlight');
    await expect.poll(() => gacha.standing.value).not.toBeNull();
    await gacha.pull(1);
    expect(gacha.standing.value).toMatchObject({ pity: 7, dailyRemaining: 2 });
  });

  test.each(['cut', 'busy', 'store_unavailable'] as const)(
    'sends the same key again after %s, until it is answered',
    async (behaviour) => {
      const session = await fair.rps().joined();
      server.script.push(behaviour);
      const { key, hand } = await session.throwHand(1_000, 'paper');
      expect(hand).toBe('paper');
      expect(server.seen.map(({ message }) => message.key)).toEqual([key, key]);
      expect(server.games.size).toBe(1);
    },
  );

  test('a refusal is the answer', async () => {
    const session = await fair.gacha('starlight').joined();
    server.script.push('daily_gacha_limit');
    await expect(session.pull(10)).rejects.toMatchObject({ code: 'daily_gacha_limit' });
    expect(server.seen).toHaveLength(1);
  });

  test('ends with its summary, and a new one begins when asked for again', async () => {
    const session = await fair.slots('neon3').joined();
    expect(await session.end()).toMatchObject({ rounds: 1 });
    expect(session.status.value).toEqual({ state: 'offline', error: null });
    const next = await fair.slots('neon3').joined();
    expect(next).not.toBe(session);
    await next.spin(100);
  });

  test('that the server ended stays ended: nobody joins again by itself', async () => {
    const session = await fair.slots('neon3').joined();
    await session.spin(100);
    server.endSessions();
    await expect.poll(() => session.status.value).toEqual({ state: 'offline', error: null });
    expect(session.summary.value).toMatchObject({ rounds: 1 });
    expect(server.joins()).toBe(1);
  });

  test('needs a player', () => {
    const spectator = newFairground();
    expect(() => spectator.slots('neon3')).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  });
});

describe('the client seed', () => {
  test('is made here before a player’s first game, once, and told', async () => {
    const session = fair.slots('neon3');
    await Promise.all([session.spin(100), session.spin(100), fair.rps().throwHand(100, 'rock')]);
    expect(server.rotations).toHaveLength(1);
    expect(server.rotations[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(fair.seedMade.value).toMatchObject({ clientSeed: server.rotations[0], chosenByPlayer: true });
  });

  test.each([
    ['the player chose one', { chosenByPlayer: true, nonce: 0 }],
    ['the player has played', { chosenByPlayer: false, nonce: 3 }],
  ])('stays as it is when %s', async (_, seeds) => {
    Object.assign(server.seeds, seeds);
    await fair.slots('neon3').spin(100);
    expect(server.rotations).toEqual([]);
    expect(fair.seedMade.value).toBeNull();
  });

  test('has 1 to 64 printable ASCII characters', () => {
    expect(['', 'x'.repeat(65), 'tab\t', '씨앗', 'a\u0000'].filter(isClientSeed)).toEqual([]);
    expect(['x', 'x'.repeat(64), 'my own seed!', randomClientSeed()].every(isClientSeed)).toBe(true);
    expect(randomClientSeed()).not.toBe(randomClientSeed());
  });
});

describe('a match', () => {
  const nothing = { committed: false, revealed: false };
  const open: MatchMessage = {
    matchId: 'match-1',
    betCoins: 1_000,
    phase: 'committing',
    opponent: { nickname: 'jun' },
    deadlineAtMs: 0,
    you: nothing,
    other: nothing,
  };
  const revealing: MatchMessage = { ...open, phase: 'revealing', you: { committed: true, revealed: false } };
  const result: MatchResultMessage = {
    matchId: 'match-1',
    gameId: 'game',
    outcome: 'win',
    reason: 'hands',
    hands: { you: 'rock', other: 'scissors' },
    payoutCoins: 1_960,
    balanceCoins: 101_960,
  };
  const reveals = () => server.seen.filter(({ type }) => type === 'reveal').map(({ message }) => message);

  async function seated(hands = memorySessionStore()) {
    const player = newFairground(hands);
    await player.guest();
    const match = await player.rpsMatch(1_000).joined();
    return { player, match };
  }

  test('commits to a hand that nobody can read, and reveals it by itself', async () => {
    const { player, match } = await seated();
    server.tell('match', open);
    await expect.poll(() => match.match.value).toEqual(open);
    await match.commit('rock');
    expect(match.hand.value).toBe('rock');
    expect(player.balances.value?.coins).toBe(600);
    expect(reveals()).toEqual([]);
    server.tell('match', revealing);
    await expect.poll(reveals).toHaveLength(1);
    const { hand, salt } = reveals()[0] as { hand: 'rock'; salt: string };
    expect(salt).toMatch(/^[0-9a-f]{64}$/);
    const commit = commitOf('match-1', 'player', hand, salt);
    expect(server.seen[0]!.message).toMatchObject({ commit, matchId: 'match-1' });
    server.tell('result', result);
    await expect.poll(() => match.result.value).toEqual(result);
    expect(match.match.value).toBeNull();
    expect(match.hand.value).toBeNull();
    expect(player.balances.value?.coins).toBe(101_960);
    await player.close();
  });

  test('is revealed by a page that was loaded again', async () => {
    const hands = memorySessionStore();
    const first = await seated(hands);
    server.tell('match', open);
    await expect.poll(() => first.match.match.value).not.toBeNull();
    await first.match.commit('paper');
    await first.player.close();
    const second = await seated(hands);
    server.tell('match', revealing);
    await expect.poll(() => second.match.hand.value).toBe('paper');
    await expect.poll(reveals).toHaveLength(1);
    server.tell('result', result);
    await expect.poll(() => hands.read()).toBeNull();
    await second.player.close();
  });

  test('asks with the same key what became of a commit whose answer was lost', async () => {
    const hands = memorySessionStore();
    const { player, match } = await seated(hands);
    server.tell('match', open);
    await expect.poll(() => match.match.value).not.toBeNull();
    server.script.push('cut');
    await match.commit('scissors');
    const commits = server.seen.filter(({ type }) => type === 'commit').map(({ message }) => message);
    expect(commits).toHaveLength(2);
    expect(commits[0]).toEqual(commits[1]);
    await player.close();
  });

  test('a refused hand binds nobody', async () => {
    const hands = memorySessionStore();
    const { player, match } = await seated(hands);
    await expect(match.commit('rock')).rejects.toMatchObject({ code: 'round_closed' });
    server.tell('match', open);
    await expect.poll(() => match.match.value).not.toBeNull();
    server.script.push('insufficient_funds');
    await expect(match.commit('rock')).rejects.toMatchObject({ code: 'insufficient_funds' });
    expect(hands.read()).toBeNull();
    await match.commit('paper');
    expect(match.hand.value).toBe('paper');
    await player.close();
  });
});
