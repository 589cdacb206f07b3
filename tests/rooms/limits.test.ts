import { createHash } from 'node:crypto';
import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RealityCheck } from '../../domain/limits/port.ts';
import type { PlayLimits } from '../../domain/limits/state.ts';
import type { BetAnswer } from '../../domain/protocol/crash.ts';
import type { SpinAnswer } from '../../domain/protocol/slots.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { enter, type Guest, guest, refused, serve, sit, until } from './harness.ts';
import { bothCommitted } from './rpsMatchPlayer.ts';
import { ask, openSession } from './sessions.ts';

/** What a guest begins with. */
const OPENING_COINS = 100_000;

describe('limits in the rooms', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await serve('ws');
  }, 120_000);
  afterAll(() => server.dispose());

  const key = () => crypto.randomUUID();
  const limits = ({ accessToken }: Guest) => ask<PlayLimits>(server.url, accessToken, '/api/me/limits');
  const limit = async ({ accessToken }: Guest, wish: object) => {
    const answer = await fetch(`${server.url}/api/me/limits`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    expect(answer.status).toBe(200);
  };

  it('[RG6] a spin, a pull of ten and a bet over the limit are refused with what remains, and the room stays', async () => {
    const player = await guest(server.url);
    await limit(player, { stakeCoins: { day: 49_900 } });
    const { room } = await openSession(server.url, player.accessToken, 'slots', { machine: 'neon3' });
    const spin = (betCoins: number) => room.request<unknown, SpinAnswer>('spin', { key: key(), betCoins });
    expect(await spin(500)).toMatchObject({ nonce: 0 });
    await limit(player, { stakeCoins: { day: 900 } });
    expect(await refused(spin(500))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'stake', period: 'day', limitCoins: 900, remainingCoins: 400 },
    });
    expect(await spin(100)).toMatchObject({ nonce: 1 });
    await room.leave();
    const gacha = await openSession(server.url, player.accessToken, 'gacha', { banner: 'starlight' });
    expect(await refused(gacha.room.request('pull', { key: key(), count: 10 }))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'stake', remainingCoins: 300 },
    });
    await gacha.room.leave();
    const crash = await sit(server.url, player.accessToken, 'open');
    const bet = (amountCoins: number) =>
      crash.room.request<unknown, BetAnswer>('bet', { key: key(), amountCoins });
    expect(await refused(bet(400))).toMatchObject({
      code: 'limit_exceeded',
      details: { remainingCoins: 300 },
    });
    const { betId } = await bet(300);
    expect(await refused(bet(100))).toMatchObject({ code: 'already_bet' });
    await crash.room.request('cancel', { betId });
    expect((await limits(player)).stakeCoins.day).toMatchObject({ value: 900, used: 600 });
    await ask(server.url, player.accessToken, '/api/me/exclusion', { days: 1, confirm: true });
    expect(await refused(bet(100))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'exclusion' },
    });
    await crash.room.leave();
  });

  it('[RG8] time counts in rooms in which one plays, once, and is stored when the server stops', async () => {
    const [spinner, bettor, watcher, one, other] = await Promise.all(
      Array.from({ length: 5 }, () => guest(server.url)),
    );
    const seats = [
      await openSession(server.url, spinner!.accessToken, 'slots', { machine: 'neon3' }),
      await openSession(server.url, spinner!.accessToken, 'rps'),
    ];
    const crash = await sit(server.url, bettor!.accessToken, 'open');
    await crash.room.request('bet', { key: key(), amountCoins: 100 });
    const watching = await sit(server.url, watcher!.accessToken, 'open');
    const matched: string[] = [];
    const match = async ({ accessToken, id }: Guest) => {
      const client = new Client(server.url);
      client.auth.token = accessToken;
      const room = await enter(client, 'rps_match', { betCoins: 1_000 });
      room.reconnection.enabled = false;
      room.onMessage('match', ({ matchId }: { matchId: string | null }) => {
        if (matchId !== null) matched.push(id);
      });
      return room;
    };
    const rooms = [await match(one!), await match(other!)];
    await until(() => matched.includes(one!.id) && matched.includes(other!.id));
    await limit(one!, { lossCoins: { week: 400 } });
    const commit = createHash('sha256').update('any').digest('hex');
    expect(await refused(rooms[0]!.request('commit', { key: key(), commit }))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'loss', period: 'week', remainingCoins: 400 },
    });
    await server.stop();
    expect(await watching.closed).toBeGreaterThan(0);
    await server.start();
    const played = async (player: Guest) => (await limits(player)).playedMs.day.used;
    const [ofSpinner, ofWatcher] = [await played(spinner!), await played(watcher!)];
    expect(ofSpinner).toBeGreaterThan(0);
    expect(ofSpinner).toBe((await limits(spinner!)).playedMs.month.used);
    expect(await played(bettor!)).toBeGreaterThan(0);
    expect(await played(one!)).toBeGreaterThan(0);
    expect(ofWatcher).toBe(0);
    expect(seats).toHaveLength(2);
  }, 120_000);

  it('[RG10] a session has its first stake in it, in every game; a refused one begins none', async () => {
    const [bettor, limited, spinner, puller, thrower] = await Promise.all(
      Array.from({ length: 5 }, () => guest(server.url)),
    );
    const bet = async ({ accessToken }: Guest, amountCoins: number) => {
      const { room } = await sit(server.url, accessToken, 'open');
      return room.request<unknown, BetAnswer>('bet', { key: key(), amountCoins });
    };
    const game = async (
      { accessToken }: Guest,
      name: 'slots' | 'gacha' | 'rps',
      at: object,
      order: object,
    ) => {
      const { room } = await openSession(server.url, accessToken, name, at);
      await room.request({ slots: 'spin', gacha: 'pull', rps: 'throw' }[name], { key: key(), ...order });
    };
    await limit(limited!, { stakeCoins: { day: 100 } });
    expect(await refused(bet(limited!, 200))).toMatchObject({ code: 'limit_exceeded' });
    await bet(bettor!, 1_000);
    await game(spinner!, 'slots', { machine: 'neon3' }, { betCoins: 500 });
    await game(puller!, 'gacha', { banner: 'starlight' }, { count: 1 });
    await game(thrower!, 'rps', {}, { betCoins: 200, hand: 'rock' });
    const { players } = await bothCommitted(server.url, 1_000, ['rock', 'paper']);
    // What was played is stored when the server stops.
    await server.stop();
    await server.start();
    const check = ({ accessToken }: Guest) =>
      ask<RealityCheck>(server.url, accessToken, '/api/me/reality-check');
    expect(await check(bettor!)).toMatchObject({ stakedCoins: 1_000, paidCoins: 0 });
    expect(await check(spinner!)).toMatchObject({ stakedCoins: 500 });
    expect(await check(thrower!)).toMatchObject({ stakedCoins: 200 });
    expect(await check(limited!)).toMatchObject({ startedAtMs: null, playedMs: 0, stakedCoins: 0 });
    for (const player of [bettor!, spinner!, puller!, thrower!, ...players.map((each) => each.guest)]) {
      const { startedAtMs, netCoins, balanceCoins } = await check(player);
      expect(startedAtMs).not.toBeNull();
      expect(netCoins).toBe(balanceCoins - OPENING_COINS);
    }
  }, 120_000);
});
