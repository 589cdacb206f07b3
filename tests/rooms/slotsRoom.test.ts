import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotsStanding, SpinAnswer } from '../../domain/protocol/slots.ts';
import cascade5 from '../../domain/slots/cascade5.data.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { spin } from '../../domain/slots/spin.ts';
import { reconcileData } from '../support/reconcileData.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { type Guest, guest, refused, serve } from './harness.ts';
import { coins, matchmake, openSession, reveal } from './sessions.ts';

describe.each(['uws', 'ws'])('the slots room over %s', (transport) => {
  let server: ServerProcess;
  let alice: Guest;
  let bob: Guest;

  beforeAll(async () => {
    server = await serve(transport);
    [alice, bob] = [await guest(server.url), await guest(server.url)];
  }, 120_000);
  afterAll(() => server.dispose());

  const sit = (player: Guest, machine = 'neon3') =>
    openSession<SlotsStanding>(server.url, player.accessToken, 'slots', { machine });
  const key = () => crypto.randomUUID();

  it('spins: stake and win move with the answer, nonces count, streaks are told on joining', async () => {
    const player = await guest(server.url);
    const { room, standings } = await sit(player);
    expect(standings).toMatchObject([{ machine: 'neon3', streaks: [] }]);
    let balance = await coins(server.url, player.accessToken);
    const answers: SpinAnswer[] = [];
    for (let nonce = 0; nonce < 30; nonce += 1) {
      const answer = await room.request<unknown, SpinAnswer>('spin', { key: key(), betCoins: 200 });
      balance += answer.winCoins - 200;
      expect(answer).toMatchObject({ nonce, balanceCoins: balance });
      answers.push(answer);
    }
    expect(await coins(server.url, player.accessToken)).toBe(balance);
    await room.leave();

    const { streak } = answers.at(-1)!;
    const again = await sit(player);
    expect(again.standings[0]!.streaks).toEqual(streak > 0 ? [{ betCoins: 200, streak }] : []);
    await again.room.leave();

    const { serverSeed, clientSeed, gameCount } = await reveal(server.url, player.accessToken);
    expect(gameCount).toBe(30);
    let before = 0;
    for (const { nonce, stops, lines, winCoins, streak: after } of answers) {
      const { outcome } = spin(neon3, { serverSeed, clientSeed, nonce }, 200, before);
      expect(outcome).toMatchObject({ turns: [{ stops, lines }], winCoins, streak: after });
      before = after;
    }
  });

  it('keeps a streak per stake, and plays every turn of a spin with free spins in one game', async () => {
    const player = await guest(server.url);
    const [neon, cascade] = [await sit(player), await sit(player, 'cascade5')];
    const streaks = new Map<number, number>();
    for (let round = 0; round < 20; round += 1) {
      const betCoins = [100, 500][round % 2]!;
      const answer = await neon.room.request<unknown, SpinAnswer>('spin', { key: key(), betCoins });
      expect(answer.streak).toBe(answer.winCoins > 0 ? (streaks.get(betCoins) ?? 0) + 1 : 0);
      streaks.set(betCoins, answer.streak);
    }
    const answers: SpinAnswer[] = [];
    for (let round = 0; round < 20; round += 1) {
      answers.push(
        await cascade.room.request<unknown, SpinAnswer>('spin', {
          key: key(),
          betCoins: cascade5.betSteps[0],
        }),
      );
    }
    await Promise.all([neon.room.leave(), cascade.room.leave()]);
    const seeds = await reveal(server.url, player.accessToken);
    for (const { nonce, stops, freeSpins, winCoins } of answers) {
      const { outcome } = spin(cascade5, { ...seeds, nonce }, cascade5.betSteps[0]!, 0);
      expect([{ stops }, ...freeSpins]).toMatchObject([
        { stops: outcome.turns[0]!.stops },
        ...outcome.turns.slice(1),
      ]);
      expect(winCoins).toBe(outcome.winCoins);
    }
  });

  it('answers a repeat with the same game, and another bet under its key with key_conflict', async () => {
    const { room } = await sit(alice);
    const request = { key: key(), betCoins: 1_000 };
    const answer = await room.request<unknown, SpinAnswer>('spin', request);
    const after = await coins(server.url, alice.accessToken);
    await room.request('spin', { key: key(), betCoins: 100 });
    const later = await coins(server.url, alice.accessToken);
    expect(await room.request('spin', request)).toEqual(answer);
    expect(answer.balanceCoins).toBe(after);
    expect(await coins(server.url, alice.accessToken)).toBe(later);
    for (const betCoins of [2_000, 150]) {
      expect(await refused(room.request('spin', { ...request, betCoins }))).toMatchObject({
        code: 'key_conflict',
      });
    }
    const cascade = await sit(alice, 'cascade5');
    expect(
      await refused(cascade.room.request('spin', { ...request, betCoins: cascade5.betSteps[0] })),
    ).toMatchObject({ code: 'key_conflict' });
    await Promise.all([room.leave(), cascade.room.leave()]);
  });

  it('answers the same spin sent twenty times at once, from two tabs, with one game', async () => {
    const tabs = await Promise.all([sit(bob), sit(bob)]);
    const before = await coins(server.url, bob.accessToken);
    const request = { key: key(), betCoins: 500 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => tabs[at % 2]!.room.request<unknown, SpinAnswer>('spin', request)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await coins(server.url, bob.accessToken)).toBe(before - 500 + answers[0]!.winCoins);
    await Promise.all(tabs.map(({ room }) => room.leave()));
  });

  it('lets two tabs spin at once: both succeed, each game with a nonce of its own', async () => {
    const player = await guest(server.url);
    const tabs = await Promise.all([sit(player), sit(player)]);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        tabs[at % 2]!.room.request<unknown, SpinAnswer>('spin', { key: key(), betCoins: 100 }),
      ),
    );
    expect(answers.map(({ nonce }) => nonce).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, nonce) => nonce),
    );
    const wins = answers.reduce((sum, { winCoins }) => sum + winCoins, 0);
    expect(await coins(server.url, player.accessToken)).toBe(100_000 - 6_000 + wins);
    // The tab that stood by is told what the other one's games left.
    expect(tabs.every(({ standings }) => standings.length > 1)).toBe(true);
    await Promise.all(tabs.map(({ room }) => room.leave()));
  });

  it.each([
    ['off the steps', 150],
    ['below the steps', 10],
    ['above the steps', 200_000],
    ['a fraction', 100.5],
    ['negative', -100],
    ['zero', 0],
    ['huge', 1e21],
    ['text', '100'],
    ['not a number', Number.NaN],
    ['nothing', undefined],
    ['a list', [100]],
  ])('refuses a bet that is %s', async (_name, betCoins) => {
    const { room } = await sit(alice);
    const before = await coins(server.url, alice.accessToken);
    expect(await refused(room.request('spin', { key: key(), betCoins }))).toMatchObject({
      code: 'invalid_amount',
      details: { field: 'betCoins' },
    });
    expect(await coins(server.url, alice.accessToken)).toBe(before);
    await room.leave();
  });

  it('refuses a key that is no UUID, and requests it does not know', async () => {
    const { room } = await sit(alice);
    expect(await refused(room.request('spin', { key: 'mine', betCoins: 100 }))).toMatchObject({
      code: 'invalid_request',
      details: { field: 'key' },
    });
    expect(await refused(room.request('spin', null))).toMatchObject({ code: 'invalid_request' });
    expect(await refused(room.request('pull', { key: key(), count: 1 }))).toMatchObject({
      code: 'invalid_request',
      details: { field: 'type' },
    });
    expect(await room.request('time', {})).toMatchObject({ nowMs: expect.any(Number) });
    await room.leave();
  });

  it('refuses more than the balance, and says what it is', async () => {
    const player = await guest(server.url);
    const banner = await openSession(server.url, player.accessToken, 'gacha', { banner: 'starlight' });
    for (let pulls = 0; pulls < 2; pulls += 1) await banner.room.request('pull', { key: key(), count: 10 });
    const { room } = await sit(player);
    expect(await refused(room.request('spin', { key: key(), betCoins: 100 }))).toMatchObject({
      code: 'insufficient_funds',
      details: { balance: 0 },
    });
    await Promise.all([room.leave(), banner.room.leave()]);
  });

  it.each([
    ['an unknown machine', { machine: 'neon4' }, 404, 'not_found'],
    ['a name that every object has', { machine: 'constructor' }, 404, 'not_found'],
    ['no machine', {}, 422, 'invalid_request'],
    ['a machine that is no text', { machine: 3 }, 422, 'invalid_request'],
  ])('refuses to open a session with %s', async (_name, options, status, error) => {
    for (const method of ['joinOrCreate', 'create']) {
      expect(await matchmake(server.url, `${method}/slots`, alice.accessToken, options)).toEqual({
        status,
        body: { code: status, error },
      });
    }
  });

  it('is for players only', async () => {
    const options = { machine: 'neon3' };
    expect(await matchmake(server.url, 'joinOrCreate/slots', null, options)).toMatchObject({ status: 401 });
  });

  it('leaves the books even', async () => {
    expect(await reconcileData(server.dataDir)).toMatchObject({ differenceCoins: 0 });
  });
});
