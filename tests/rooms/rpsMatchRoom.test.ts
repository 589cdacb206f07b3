import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { type Guest, guest, refused, until } from './harness.ts';
import {
  bothCommitted,
  choose,
  commit,
  leave,
  type MatchPlayer,
  pair,
  phase,
  reveal,
  sitAtMatch,
  watchMatch,
} from './rpsMatchPlayer.ts';
import { ask, coins as coinsOf, matchmake } from './sessions.ts';

const BET_COINS = 1_000;
const WELCOME_COINS = 100_000;

interface HistoryItem {
  gameId: string;
  game: string;
  payoutCoins: number;
  proof: { matchId: string };
}

describe.each(['uws', 'ws'])('the match room over %s', (transport) => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await startServer({ env: { TRANSPORT: transport } });
  }, 120_000);
  afterAll(() => server.dispose());

  const coins = (player: MatchPlayer) => coinsOf(server.url, player.guest.accessToken);
  const history = async ({ guest }: MatchPlayer) =>
    (await ask<{ items: HistoryItem[] }>(server.url, guest.accessToken, '/api/me/history?game=rps_match'))
      .items;
  const sit = async (player?: Guest, betCoins = BET_COINS) =>
    sitAtMatch(server.url, player ?? (await guest(server.url)), betCoins);

  it('[RP8] [RP12] plays a match to its end, and the next one with the same opponent', async () => {
    const [alice, bob] = await pair(server.url, BET_COINS);
    expect(alice.matches[0]).toMatchObject({ phase: 'waiting', matchId: '', opponent: null });
    const [rock, paper] = [await choose(alice, 'rock'), await choose(bob, 'paper')];
    expect(rock.matchId).toBe(paper.matchId);
    expect(await commit(alice, rock)).toEqual({
      matchId: rock.matchId,
      balanceCoins: WELCOME_COINS - BET_COINS,
    });
    await until(() => bob.matches.at(-1)?.other.committed === true);
    expect(bob.matches.at(-1)!.deadlineAtMs).toBeGreaterThan(Date.now());
    await commit(bob, paper);
    await phase(alice, 'revealing');
    await reveal(alice, rock);
    await until(() => bob.matches.at(-1)?.other.revealed === true);
    // What she threw is not told before he has revealed.
    expect(JSON.stringify(bob.matches)).not.toContain('rock');
    expect(bob.results).toEqual([]);
    await reveal(bob, paper);
    await until(() => alice.results.length > 0 && bob.results.length > 0);
    expect(alice.results[0]).toMatchObject({
      matchId: rock.matchId,
      outcome: 'lose',
      reason: 'hands',
      hands: { you: 'rock', other: 'paper' },
      payoutCoins: 0,
      balanceCoins: WELCOME_COINS - BET_COINS,
    });
    expect(bob.results[0]).toMatchObject({
      outcome: 'win',
      hands: { you: 'paper', other: 'rock' },
      payoutCoins: 1_960,
      balanceCoins: WELCOME_COINS + 960,
    });
    expect(await history(bob)).toMatchObject([
      { gameId: bob.results[0]!.gameId, payoutCoins: 1_960, proof: { matchId: rock.matchId } },
    ]);

    const again = await choose(alice, 'scissors');
    expect(again.matchId).not.toBe(rock.matchId);
    const equal = await choose(bob, 'scissors');
    await Promise.all([commit(alice, again), commit(bob, equal)]);
    await Promise.all([phase(alice, 'revealing'), phase(bob, 'revealing')]);
    await Promise.all([reveal(alice, again), reveal(bob, equal)]);
    await until(() => alice.results.length > 1 && bob.results.length > 1);
    expect(alice.results[1]).toMatchObject({ outcome: 'draw', payoutCoins: BET_COINS });
    expect([await coins(alice), await coins(bob)]).toEqual([WELCOME_COINS - BET_COINS, WELCOME_COINS + 960]);
    await leave(alice, bob);
  });

  it('[RP6] [RP9] [RP10] refuses what does not belong, and takes nothing for it', async () => {
    const [alice, bob] = await pair(server.url, BET_COINS);
    const rock = await choose(alice, 'rock');
    expect(await refused(reveal(alice, rock))).toMatchObject({ code: 'outdated' });
    await commit(alice, rock);
    expect(await commit(alice, rock)).toEqual({
      matchId: rock.matchId,
      balanceCoins: WELCOME_COINS - BET_COINS,
    });
    const another = await choose(alice, 'paper');
    expect(await refused(commit(alice, another))).toMatchObject({ code: 'already_bet' });
    expect(
      await refused(alice.room.request('commit', { ...another.commit, key: rock.commit.key })),
    ).toMatchObject({ code: 'key_conflict' });
    // Her very commit, as he could have seen it.
    expect(
      await refused(bob.room.request('commit', { ...rock.commit, key: crypto.randomUUID() })),
    ).toMatchObject({ code: 'invalid_request', details: { field: 'commit' } });
    expect(await coins(bob)).toBe(WELCOME_COINS);
    const paper = await choose(bob, 'paper');
    await commit(bob, paper);
    expect(await refused(alice.room.request('reveal', { ...rock.reveal, hand: 'scissors' }))).toMatchObject({
      code: 'invalid_request',
      details: { field: 'salt' },
    });
    await reveal(alice, rock);
    await reveal(bob, paper);
    await until(() => bob.results.length > 0);
    expect(bob.results[0]!.outcome).toBe('win');
    await leave(alice, bob);
  });

  it.each([
    ['a hand that there is not', 'reveal', { hand: 'lizard', salt: 'ab'.repeat(16) }, 'hand'],
    ['a salt of 15 bytes', 'reveal', { hand: 'rock', salt: 'ab'.repeat(15) }, 'salt'],
    ['a salt in upper case', 'reveal', { hand: 'rock', salt: 'AB'.repeat(16) }, 'salt'],
    ['a commit in upper case', 'commit', { key: crypto.randomUUID(), commit: 'A'.repeat(64) }, 'commit'],
    ['a hand in clear', 'commit', { key: crypto.randomUUID(), commit: 'rock' }, 'commit'],
    ['a key that is no UUID', 'commit', { key: 'mine', commit: 'a'.repeat(64) }, 'key'],
    ['an unknown request', 'throw', {}, 'type'],
  ])('refuses %s', async (_name, type, message, field) => {
    const { room } = await sit(undefined, 100);
    expect(await refused(room.request(type, message))).toMatchObject({
      code: 'invalid_request',
      details: { field },
    });
    expect(await room.request('time', {})).toMatchObject({ nowMs: expect.any(Number) });
    await room.leave();
  });

  it('refuses stakes that are none, and players without a token', async () => {
    const { accessToken } = await guest(server.url);
    for (const options of [{}, { betCoins: 150 }, { betCoins: '1000' }, { betCoins: 1e9 }]) {
      expect(await matchmake(server.url, 'joinOrCreate/rps_match', accessToken, options)).toMatchObject({
        status: 422,
        body: { error: 'invalid_amount' },
      });
    }
    const unsigned = await matchmake(server.url, 'joinOrCreate/rps_match', null, { betCoins: BET_COINS });
    expect(unsigned).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
  });

  it('seats a player once: the tab opened later goes on, alone', async () => {
    const player = await guest(server.url);
    const first = await sit(player, 5_000);
    const second = await sit(player, 5_000);
    expect(await first.closed).toBe(CLOSE_CODES.replaced);
    expect(second.matches.at(-1)).toMatchObject({ phase: 'waiting' });
    // And somebody else finds the free seat.
    const other = await sit(undefined, 5_000);
    expect(other.room.roomId).toBe(second.room.roomId);
    await phase(second, 'committing');
    await leave(second, other);
  });

  it('who leaves before anybody committed makes room for another opponent, in a match of its own', async () => {
    const [alice, bob] = await pair(server.url, 10_000);
    const { matchId } = alice.matches.at(-1)!;
    const stale = await choose(alice, 'rock');
    await leave(bob);
    await phase(alice, 'waiting');
    const carol = await sit(undefined, 10_000);
    await phase(alice, 'committing');
    expect(alice.matches.at(-1)!.matchId).not.toBe(matchId);
    expect(await refused(commit(alice, stale))).toMatchObject({ code: 'outdated' });
    expect(await coins(alice)).toBe(WELCOME_COINS);
    await leave(alice, carol);
  });

  it('two who wait in two rooms at one stake are brought together', async () => {
    const stake = 5_000;
    const [alice, bob] = await pair(server.url, stake);
    const carol = await sit(undefined, stake);
    expect(carol.room.roomId).not.toBe(alice.room.roomId);
    await leave(bob);
    // One of the two is told to join again, and finds the other.
    const moved = await Promise.race([
      alice.closed.then((code) => ({ code, player: alice, other: carol })),
      carol.closed.then((code) => ({ code, player: carol, other: alice })),
    ]);
    expect(moved.code).toBe(CLOSE_CODES.moved);
    const again = await sit(moved.player.guest, stake);
    expect(again.room.roomId).toBe(moved.other.room.roomId);
    await phase(again, 'committing');
    await leave(again);
    await leave(moved.other);
  });

  it('who leaves while its stake is refused makes room for another opponent', async () => {
    const { players, choices } = await bothCommitted(server.url, 100, ['rock', 'paper']);
    await Promise.all(players.map((player, at) => reveal(player, choices[at]!)));
    await leave(...players);
    const poor = await sit(players[0].guest, 100_000);
    const rich = await sit(players[1].guest, 100_000);
    const rock = await choose(poor, 'rock');
    // Both arrive before the ledger has answered.
    poor.room.request('commit', rock.commit).catch(() => {});
    await leave(poor);
    await phase(rich, 'waiting');
    const third = await sit(undefined, 100_000);
    expect(third.room.roomId).toBe(rich.room.roomId);
    await leave(rich, third);
  });

  it('[RP8] an unfinished match is told on joining, wherever one joins, and nobody else gets the seat', async () => {
    const { players, choices } = await bothCommitted(server.url, 50_000, ['rock', 'paper']);
    const [alice, bob] = players;
    await leave(alice);
    const stranger = await sit(undefined, 50_000);
    expect(stranger.room.roomId).not.toBe(bob.room.roomId);
    const back = await sit(alice.guest, 100);
    expect(back.room.roomId).toBe(bob.room.roomId);
    expect(back.matches[0]).toMatchObject({
      matchId: choices[0].matchId,
      betCoins: 50_000,
      phase: 'revealing',
      you: { committed: true, revealed: false },
    });
    // A reload, while the former connection still counts: the new one goes on.
    const reloaded = await sit(alice.guest, 100);
    expect(await back.closed).toBe(CLOSE_CODES.replaced);
    await reveal(reloaded, choices[0]);
    await reveal(bob, choices[1]);
    await until(() => reloaded.results.length > 0);
    expect(reloaded.results[0]).toMatchObject({ outcome: 'lose' });
    await leave(reloaded, bob, stranger);
  });

  it('a dropped connection comes back to its match by its token', async () => {
    const { players, choices } = await bothCommitted(server.url, 100, ['scissors', 'paper']);
    const [alice, bob] = players;
    const { reconnectionToken } = alice.room;
    alice.room.connection.close();
    await alice.closed;
    const client = new Client(server.url);
    client.auth.token = alice.guest.accessToken;
    const back = await watchMatch(alice.guest, await client.reconnect(reconnectionToken));
    expect(back.matches[0]).toMatchObject({ matchId: choices[0].matchId, phase: 'revealing' });
    await reveal(back, choices[0]);
    await reveal(bob, choices[1]);
    await until(() => back.results.length > 0);
    expect(back.results[0]).toMatchObject({ outcome: 'win', payoutCoins: 196 });
    await leave(back, bob);
  });
});
