import { setTimeout as pause } from 'node:timers/promises';
import type { Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floats } from '../../domain/fairness/draw.ts';
import { dayAt, dayEndsAtMs } from '../../domain/gacha/day.ts';
import { drawPulls } from '../../domain/gacha/drawPulls.ts';
import starlight from '../../domain/gacha/starlight.data.ts';
import type { GachaStanding, PullAnswer } from '../../domain/protocol/gacha.ts';
import { reconcileData } from '../support/reconcileData.ts';
import { queryServer } from '../support/serverDatabase.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { oddsDirectory, smallBanner } from '../support/smallBanner.ts';
import { type Guest, guest, refused, until } from './harness.ts';
import { ask, coins, matchmake, openSession, reveal, untilAnswered } from './sessions.ts';

const SCARCE = 12;
const PULLERS = 60;

const SMALL = smallBanner(SCARCE, 4, { 1: 5_000, 10: 50_000 });

describe('the gacha room', () => {
  let server: ServerProcess;
  let alice: Guest;

  beforeAll(async () => {
    server = await startServer({ env: { ODDS_DIR: await oddsDirectory(SMALL) } });
    alice = await guest(server.url);
  }, 120_000);
  afterAll(() => server.dispose());

  const sit = (player: Guest, banner = 'starlight') =>
    openSession<GachaStanding>(server.url, player.accessToken, 'gacha', { banner });
  const pull = (room: Room, count = 1, key: string = crypto.randomUUID()) =>
    room.request<unknown, PullAnswer>('pull', { key, count });

  it('pulls once and ten times: cost, pity, what is left of the day, and the same from the seeds', async () => {
    const player = await guest(server.url);
    const { room, standings } = await sit(player);
    expect(standings[0]).toMatchObject({
      ...{ banner: 'starlight', pity: 0, pityAt: 90, dailyLimit: 3, dailyRemaining: 3 },
      dailyResetsAtMs: dayEndsAtMs(dayAt(Date.now(), 'Asia/Seoul'), 'Asia/Seoul'),
    });
    const one = await pull(room);
    expect(one).toMatchObject({ nonce: 0, costCoins: 5_000, balanceCoins: 95_000, dailyRemaining: 2 });
    expect(one.items).toHaveLength(1);
    const ten = await pull(room, 10);
    expect(ten).toMatchObject({ nonce: 1, costCoins: 50_000, balanceCoins: 45_000, dailyRemaining: 1 });
    expect(ten.items).toHaveLength(10);
    await until(() => standings.at(-1)?.pity === ten.pity && standings.at(-1)?.dailyRemaining === 1);
    expect(await coins(server.url, player.accessToken)).toBe(45_000);
    await room.leave();

    const seeds = await reveal(server.url, player.accessToken);
    let before = {
      pity: 0,
      recent: [] as string[],
      left: new Map(standings[0]!.stock.map(({ item, left }) => [item, left])),
    };
    for (const { nonce, items, pity } of [one, ten]) {
      const stream = floats({ ...seeds, nonce });
      const drawn = drawPulls(starlight, () => stream.next().value, items.length as 1 | 10, before);
      expect({ items, pity }).toEqual(drawn.outcome);
      before = { ...before, pity, recent: drawn.recent };
    }
  });

  it('refuses a pull beyond the day’s, with limit, used and reset time; a repeat is answered all the same', async () => {
    const player = await guest(server.url);
    const [{ room }, other] = [await sit(player), await sit(player)];
    const keys = Array.from({ length: 3 }, () => crypto.randomUUID());
    const answers: PullAnswer[] = [];
    for (const key of keys) answers.push(await pull(room, 1, key));
    await until(() => other.standings.at(-1)?.dailyRemaining === 0);
    for (const each of [room, other.room]) {
      expect(await refused(pull(each))).toMatchObject({
        code: 'daily_gacha_limit',
        details: {
          ...{ limit: 3, used: 3 },
          resetsAtMs: dayEndsAtMs(dayAt(Date.now(), 'Asia/Seoul'), 'Asia/Seoul'),
        },
      });
    }
    for (const [at, key] of keys.entries()) expect(await pull(other.room, 1, key)).toEqual(answers[at]);
    expect(await refused(pull(room, 10, keys[0]))).toMatchObject({ code: 'key_conflict' });
    expect(await coins(server.url, player.accessToken)).toBe(85_000);

    await server.stop();
    await server.start();
    const again = await sit(player);
    expect(again.standings[0]).toMatchObject({ dailyRemaining: 0 });
    for (const [at, key] of keys.entries()) expect(await pull(again.room, 1, key)).toEqual(answers[at]);
    await again.room.leave();
  }, 60_000);

  it('[RK7] goes by the rank of now: a VIP who is one no more has no pulls of a VIP left', async () => {
    const player = await guest(server.url);
    const giveRank = async (rank: string) => {
      await queryServer(server, 'update player set rank = $2 where id = $1', [player.id, rank]);
      // No look at a rank is older than this.
      await pause(2_100);
    };
    const { room } = await sit(player);
    for (let pulls = 0; pulls < 3; pulls += 1) await pull(room);
    expect(await refused(pull(room))).toMatchObject({ code: 'daily_gacha_limit', details: { limit: 3 } });
    await giveRank('VIP');
    expect(await pull(room)).toMatchObject({ dailyRemaining: 1 });
    await giveRank('STANDARD');
    expect(await refused(pull(room))).toMatchObject({ code: 'daily_gacha_limit', details: { limit: 3 } });
    await room.leave();
  }, 60_000);

  it('[RG1] an account without a confirmed age plays nothing, and plays on as soon as it is confirmed', async () => {
    const session = await ask<{ accessToken: string }>(server.url, '', '/api/auth/guest', {});
    const { room } = await sit(session as Guest);
    const key = crypto.randomUUID();
    expect(await refused(pull(room, 1, key))).toMatchObject({ code: 'age_unconfirmed' });
    await ask(server.url, session.accessToken, '/api/me/age', { confirmed: true });
    expect(await pull(room, 1, key)).toMatchObject({ nonce: 0 });
    await room.leave();
  });

  it.each([
    ['two pulls', { count: 2 }, 'count'],
    ['no count', {}, 'count'],
    ['a count in text', { count: '1' }, 'count'],
    ['a key that is no UUID', { count: 1, key: 'mine' }, 'key'],
  ])('refuses %s', async (_name, change, field) => {
    const { room } = await sit(alice);
    expect(await refused(room.request('pull', { key: crypto.randomUUID(), ...change }))).toMatchObject({
      code: 'invalid_request',
      details: { field },
    });
    await room.leave();
  });

  it('refuses to open a session with an unknown banner', async () => {
    expect(await matchmake(server.url, 'create/gacha', alice.accessToken, { banner: 'moonlight' })).toEqual({
      status: 404,
      body: { code: 404, error: 'not_found' },
    });
  });

  it('gives out what is in stock and no more, however many pull at once', async () => {
    const players = await Promise.all(Array.from({ length: PULLERS }, () => guest(server.url)));
    const seats = await Promise.all(players.map((player) => sit(player, 'small')));
    expect(seats[0]!.standings[0]!.stock).toEqual([{ item: 'a-legendary', left: SCARCE }]);
    // 240 pulls, 60 of them of ten, all at once.
    const pullForSure = (room: Room, count = 1) => {
      const key = crypto.randomUUID();
      return untilAnswered(() => pull(room, count, key));
    };
    const pulled = await Promise.all(
      seats.flatMap(({ room }) => [1, 1, 10, 1].map((count) => pullForSure(room, count))),
    );
    const items = pulled.flatMap((answer) => answer.items);
    expect(items).toHaveLength(PULLERS * 13);
    expect(items.filter(({ item }) => item === 'a-legendary')).toHaveLength(SCARCE);
    const soldOut = items.filter((each) => each.soldOut !== undefined);
    expect(soldOut.length).toBeGreaterThan(0);
    expect(new Set(soldOut.map(({ rarity }) => rarity))).toEqual(new Set(['common']));
    const late = await sit(await guest(server.url), 'small');
    expect(late.standings[0]!.stock).toEqual([{ item: 'a-legendary', left: 0 }]);
    expect(await pull(late.room, 10)).toMatchObject({ nonce: 0 });
    await Promise.all([...seats, late].map(({ room }) => room.leave()));
    expect(await reconcileData(server.dataDir)).toMatchObject({ differenceCoins: 0 });
  }, 60_000);

  it('records for each of those games what the verifier needs', async () => {
    const player = await guest(server.url);
    const { room } = await sit(player, 'small');
    const answers = [await pull(room, 10), await pull(room), await pull(room)];
    await room.leave();
    const { serverSeed, clientSeed } = await reveal(server.url, player.accessToken);
    for (const { gameId, nonce, items, pity } of answers) {
      const game = await ask<{
        proof: {
          serverSeed: string;
          inputs: { pity: number; recent: string[]; stock: Record<string, number> };
        };
      }>(server.url, player.accessToken, `/api/games/${gameId}`);
      expect(game.proof.serverSeed).toBe(serverSeed);
      const { inputs } = game.proof;
      const stream = floats({ serverSeed, clientSeed, nonce });
      const left = new Map(Object.entries(inputs.stock));
      const drawn = drawPulls(SMALL, () => stream.next().value, items.length as 1 | 10, { ...inputs, left });
      expect({ items, pity }).toEqual(drawn.outcome);
    }
  });
});
