import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { reconcileData } from '../support/reconcileData.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { type Guest, refused, until } from './harness.ts';
import {
  bothCommitted,
  choose,
  commit,
  leave,
  type MatchPlayer,
  pair,
  reveal,
  sitAtMatch,
} from './rpsMatchPlayer.ts';
import { ask, coins as coinsOf } from './sessions.ts';

const BET_COINS = 1_000;
const WELCOME_COINS = 100_000;

describe('a match whose time is up, or whose process is', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await startServer();
  }, 120_000);
  afterAll(() => server.dispose());

  const coins = (player: MatchPlayer) => coinsOf(server.url, player.guest.accessToken);
  const sit = (player: Guest, betCoins = BET_COINS) => sitAtMatch(server.url, player, betCoins);
  const history = async ({ guest }: MatchPlayer) =>
    (
      await ask<{ items: { payoutCoins: number }[] }>(
        server.url,
        guest.accessToken,
        '/api/me/history?game=rps_match',
      )
    ).items;

  it('[RP7] [RP13] [RP14] decides by what is there when the time is up', { timeout: 90_000 }, async () => {
    const [lone, silent] = await pair(server.url, BET_COINS);
    const choice = await choose(lone, 'rock');
    await commit(lone, choice);
    const revealing = await bothCommitted(server.url, BET_COINS, ['rock', 'paper']);
    await reveal(revealing.players[0], revealing.choices[0]);
    const nobody = await bothCommitted(server.url, BET_COINS, ['rock', 'paper']);
    // Those who leave lose nothing but the time: the room goes on without them.
    await leave(...nobody.players);

    await until(() => revealing.players.every(({ results }) => results.length > 0), 40_000);
    expect(revealing.players[0].results[0]).toMatchObject({
      outcome: 'win',
      reason: 'no_reveal',
      hands: { you: 'rock', other: null },
      payoutCoins: 1_960,
    });
    expect(revealing.players[1].results[0]).toMatchObject({
      outcome: 'lose',
      hands: { you: null, other: 'rock' },
    });
    expect(await refused(reveal(revealing.players[1], revealing.choices[1]))).toMatchObject({
      code: 'outdated',
    });

    await until(() => lone.results.length > 0 && silent.results.length > 0, 60_000);
    expect(lone.results[0]).toMatchObject({
      outcome: 'refunded',
      reason: 'no_commit',
      payoutCoins: BET_COINS,
      balanceCoins: WELCOME_COINS,
    });
    expect(silent.results[0]).toMatchObject({ gameId: '', payoutCoins: 0, balanceCoins: WELCOME_COINS });
    for (const player of nobody.players) {
      expect(await coins(player)).toBe(WELCOME_COINS);
      expect(await history(player)).toMatchObject([{ payoutCoins: BET_COINS }]);
    }
    await leave(lone, silent, ...revealing.players);
  });

  it('[RP15] [RP16] a match survives kill -9 between commit and reveal', { timeout: 180_000 }, async () => {
    const { players, choices } = await bothCommitted(server.url, BET_COINS, ['rock', 'scissors']);
    await server.kill();
    await Promise.all(players.map(({ closed }) => closed));
    await server.start();
    // Both come back at once, and find each other.
    const [alice, bob] = await Promise.all([sit(players[0].guest), sit(players[1].guest, 100_000)]);
    expect(bob.room.roomId).toBe(alice.room.roomId);
    expect(bob.matches[0]).toMatchObject({ matchId: choices[1].matchId, phase: 'revealing' });
    expect(bob.matches[0]!.deadlineAtMs).toBeGreaterThan(Date.now());
    await reveal(alice, choices[0]);
    // Answered, so it is stored: it outlives the next kill too.
    await server.kill();
    await Promise.all([alice.closed, bob.closed]);
    await server.start();
    const last = await sit(bob.guest);
    expect(last.matches[0]).toMatchObject({ other: { committed: true, revealed: true } });
    await reveal(last, choices[1]);
    await until(() => last.results.length > 0);
    expect(last.results[0]).toMatchObject({ outcome: 'lose', hands: { you: 'scissors', other: 'rock' } });
    expect([await coins(alice), await coins(bob)]).toEqual([WELCOME_COINS + 960, WELCOME_COINS - BET_COINS]);
    await last.room.leave();
    expect(await reconcileData(server.dataDir)).toMatchObject({ differenceCoins: 0 });
  });

  it('a clean stop leaves the match as it is stored', { timeout: 120_000 }, async () => {
    const { players, choices } = await bothCommitted(server.url, BET_COINS, ['paper', 'rock']);
    const closing = Promise.all(players.map(({ closed }) => closed));
    await server.stop();
    expect(await closing).toEqual([CLOSE_CODES.draining, CLOSE_CODES.draining]);
    await server.start();
    const [alice, bob] = [await sit(players[0].guest), await sit(players[1].guest)];
    await reveal(bob, choices[1]);
    await reveal(alice, choices[0]);
    await until(() => alice.results.length > 0);
    expect(alice.results[0]).toMatchObject({ outcome: 'win' });
    await leave(alice, bob);
    expect(await reconcileData(server.dataDir)).toMatchObject({ differenceCoins: 0 });
  });
});
