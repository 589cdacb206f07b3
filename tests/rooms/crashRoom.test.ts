import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BetAnswer, CashoutAnswer, ReceiptPayload } from '../../domain/protocol/crash.ts';
import { MESSAGE_RATES, RATES } from '../../domain/rates/rates.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import {
  betWhenOpen,
  type Guest,
  guest,
  overBothTransports,
  refused,
  serve,
  sit,
  until,
  watch,
} from './harness.ts';

overBothTransports('the crash room', (transport) => {
  let server: ServerProcess;
  let alice: Guest;
  let bob: Guest;

  beforeAll(async () => {
    server = await serve(transport);
    [alice, bob] = [await guest(server.url), await guest(server.url)];
  }, 120_000);
  afterAll(() => server.dispose());

  const seat = (player: Guest | null, table: string) => sit(server.url, player?.accessToken ?? null, table);
  const key = () => crypto.randomUUID();
  const coins = async (player: Guest) => {
    const response = await fetch(`${server.url}/api/me`, {
      headers: { authorization: `Bearer ${player.accessToken}` },
    });
    return ((await response.json()) as { balances: { coins: number } }).balances.coins;
  };

  it('is one room per table, whoever joins', async () => {
    const seats = await Promise.all([alice, bob, null, alice].map((player) => seat(player, 'open')));
    expect(new Set(seats.map((each) => each.room.roomId)).size).toBe(1);
    await Promise.all(seats.map((each) => each.room.leave()));
  });

  it('takes a bet, answers its repeat with the same bytes, and gives the stake back', async () => {
    const { room, ownBets } = await seat(alice, 'open');
    const before = await coins(alice);
    const request = { key: key(), amountCoins: 700, autoCashoutHundredths: 250 };
    const answer = await room.request<unknown, BetAnswer>('bet', request);
    expect(answer.balanceCoins).toBe(before - 700);
    expect(await room.request('bet', request)).toEqual(answer);
    expect(await coins(alice)).toBe(before - 700);
    expect(await refused(room.request('bet', { ...request, amountCoins: 800 }))).toMatchObject({
      code: 'key_conflict',
    });
    expect(await refused(room.request('bet', { ...request, key: key() }))).toMatchObject({
      code: 'already_bet',
    });

    const cancelled = await room.request('cancel', { betId: answer.betId });
    expect(cancelled).toMatchObject({ balanceCoins: before });
    expect(await room.request('cancel', { betId: answer.betId })).toEqual(cancelled);
    expect(await coins(alice)).toBe(before);
    await until(() => ownBets.at(-1)?.state === 'cancelled');
    expect(ownBets.map((bet) => bet.state)).toEqual(['open', 'cancelled']);
    // The key stays bound to what it first did, although the bet is gone.
    expect(await room.request('bet', request)).toEqual(answer);
    await room.leave();
  });

  it('answers the same bet sent twenty times at once with one stake', async () => {
    const { room } = await seat(bob, 'open');
    const before = await coins(bob);
    const request = { key: key(), amountCoins: 300 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => room.request<unknown, BetAnswer>('bet', request)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await coins(bob)).toBe(before - 300);
    await room.request('cancel', { betId: answers[0]!.betId });
    await room.leave();
  });

  it.each([
    ['a fraction', 150.5],
    ['negative', -100],
    ['zero', 0],
    ['huge', 1e21],
    ['above the safe integers', 2 ** 53],
    ['text', '100'],
    ['not a number', Number.NaN],
    ['nothing', undefined],
    ['a list', [100]],
    ['below the table', 99],
    ['above the table', 100_100],
    ['off the step', 150],
  ])('refuses an amount that is %s', async (_name, amountCoins) => {
    const { room } = await seat(alice, 'open');
    const before = await coins(alice);
    const refusal = await refused(room.request('bet', { key: key(), amountCoins }));
    expect(refusal).toMatchObject({ code: 'invalid_amount', details: { field: 'amountCoins' } });
    expect(await coins(alice)).toBe(before);
    expect(await room.request('time', {})).toMatchObject({ nowMs: expect.any(Number) });
    await room.leave();
  });

  it.each([
    ['an auto-cash-out below 1.01', { autoCashoutHundredths: 100 }, 'autoCashoutHundredths'],
    ['an auto-cash-out above 1,000,000.00', { autoCashoutHundredths: 100_000_001 }, 'autoCashoutHundredths'],
    ['an auto-cash-out in text', { autoCashoutHundredths: '200' }, 'autoCashoutHundredths'],
    ['a key that is no UUID', { key: 'mine' }, 'key'],
  ])('refuses %s', async (_name, change, field) => {
    const { room } = await seat(alice, 'open');
    const refusal = await refused(room.request('bet', { key: key(), amountCoins: 100, ...change }));
    expect(refusal).toMatchObject({ code: 'invalid_request', details: { field } });
    await room.leave();
  });

  it('refuses what the round could not pay', async () => {
    const [a, b] = [await seat(alice, 'narrow'), await seat(bob, 'narrow')];
    const { betId } = await a.room.request<unknown, BetAnswer>('bet', { key: key(), amountCoins: 500 });
    expect(await refused(b.room.request('bet', { key: key(), amountCoins: 100 }))).toMatchObject({
      code: 'limit_exceeded',
    });
    await a.room.request('cancel', { betId });
    await Promise.all([a.room.leave(), b.room.leave()]);
  });

  it('refuses more than the balance, and says what it is', async () => {
    const { room } = await seat(alice, 'open');
    const all = await coins(alice);
    const first = await room.request<unknown, BetAnswer>('bet', { key: key(), amountCoins: 100_000 });
    expect(first.balanceCoins).toBe(all - 100_000);
    const other = await seat(alice, 'narrow');
    expect(await refused(other.room.request('bet', { key: key(), amountCoins: 500 }))).toMatchObject({
      code: 'insufficient_funds',
      details: { balance: all - 100_000 },
    });
    await room.request('cancel', { betId: first.betId });
    await Promise.all([room.leave(), other.room.leave()]);
  });

  it('lets a spectator watch and nothing else', async () => {
    const { room, state } = await seat(null, 'open');
    expect(state()).toMatchObject({ table: 'open', phase: 'betting' });
    expect(await refused(room.request('bet', { key: key(), amountCoins: 100 }))).toMatchObject({
      code: 'unauthorized',
    });
    expect(await refused(room.request('cashout', { betId: key() }))).toMatchObject({ code: 'unauthorized' });
    await room.leave();
  });

  it.each([
    ['an unknown table', { table: 'nowhere' }, 404, 'not_found'],
    ['no table', {}, 422, 'invalid_request'],
    ['a table that is no text', { table: 7 }, 422, 'invalid_request'],
  ])('refuses to join with %s', async (_name, options, code, error) => {
    const response = await fetch(`${server.url}/matchmake/joinOrCreate/crash`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.accessToken}` },
      body: JSON.stringify(options),
    });
    expect([response.status, await response.json()]).toEqual([code, { code, error }]);
  });

  it('refuses tokens that are foreign, expired, unsigned or nonsense', async () => {
    const [header, payload] = alice.accessToken.split('.') as [string, string];
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    const foreign = `${header}.${payload}.${Buffer.alloc(64, 7).toString('base64url')}`;
    for (const token of [unsigned, foreign, `${header}.${payload}.`, 'nonsense', alice.refreshToken]) {
      const response = await fetch(`${server.url}/matchmake/joinOrCreate/crash`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ table: 'open' }),
      });
      expect([response.status, await response.json()]).toEqual([401, { code: 401, error: 'unauthorized' }]);
    }
  });

  it('does not let a client open a table by itself', async () => {
    for (const method of ['create', 'joinOrCreate']) {
      const response = await fetch(`${server.url}/matchmake/${method}/crash`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.accessToken}` },
        body: JSON.stringify({ table: 'open', ticket: key() }),
      });
      const body = (await response.json()) as { error?: string; roomId?: string };
      if (method === 'create') expect([response.status, body.error]).toEqual([403, 'forbidden']);
      else expect(body.roomId).toBeTypeOf('string');
    }
  });

  it('[RT11] refuses a player’s requests past their limit, on all connections, counts them, and keeps the connections', async () => {
    const { requests } = RATES[MESSAGE_RATES.crash!.unknown!].player;
    const seats = await Promise.all([1, 2, 3].map(() => seat(bob, 'open')));
    // More on one connection would be a flood.
    const asked = seats.flatMap(({ room }) =>
      Array.from({ length: 80 }, () => refused(room.request('steal', {}))),
    );
    const refusals = await Promise.all(asked);
    const limited = refusals.filter(({ code }) => code === 'rate_limited');
    expect(limited).toHaveLength(240 - requests);
    const { resetAtMs, retryAfterMs, ...details } = limited[0]!.details;
    expect(details).toEqual({ limit: requests, remaining: 0 });
    expect([resetAtMs, retryAfterMs]).toEqual([expect.any(Number), expect.any(Number)]);
    for (const { room } of seats) expect(await room.request('time', {})).toHaveProperty('nowMs');
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const series = 'fairground_room_requests_total{room="crash",type="unknown"';
    expect(metrics).toContain(`${series},code="invalid_request"} ${requests}\n`);
    expect(metrics).toContain(`${series},code="rate_limited"} ${240 - requests}\n`);
    await Promise.all(seats.map(({ room }) => room.leave()));
  });

  it('answers a request it does not know, and closes on a message it does not know', async () => {
    const { room, closed } = await seat(alice, 'open');
    for (const type of ['steal', '__proto__', 'constructor', 'toString', '*']) {
      expect(await refused(room.request(type, {}))).toMatchObject({
        code: 'invalid_request',
        details: { field: 'type' },
      });
    }
    for (const message of [undefined, null, 7, 'text', [], { betId: 'x' }]) {
      expect(await refused(room.request('cashout', message))).toMatchObject({ code: 'invalid_request' });
    }
    expect(await room.request('time', {})).toMatchObject({ nowMs: expect.any(Number) });
    room.send('steal', {});
    expect(await closed).toBe(4002);
  });

  it('closes a flood and goes on', async () => {
    const { room, closed } = await seat(alice, 'open');
    for (let message = 0; message < 500; message += 1) room.request('time', {}).catch(() => {});
    expect(await closed).toBe(4002);
    const again = await seat(alice, 'open');
    expect(await again.room.request('time', {})).toMatchObject({ nowMs: expect.any(Number) });
    await again.room.leave();
  });

  it('plays a round: launch, cash-out, bust, and nothing of the secret before its end', async () => {
    const a = await seat(alice, 'quick');
    const b = await seat(bob, 'quick');
    const watcher = await seat(null, 'quick');
    let cashed: CashoutAnswer | null = null;
    let round = 0;
    let staked = { betId: '', game: 0 };
    // A round may bust at once: play on until one could be cashed out.
    while (cashed === null) {
      round += 1;
      expect(round).toBeLessThan(20);
      await until(() => a.state().phase === 'betting' && a.state().game > staked.game);
      const leaks: string[] = [];
      const spy = watcher.room.onStateChange(() => {
        const { phase, hash, bustHundredths } = watcher.state();
        if (phase !== 'settled' && (hash !== '' || bustHundredths !== 0)) leaks.push(`${phase} ${hash}`);
      });
      staked = await betWhenOpen(a, { amountCoins: 500 });
      const dream = { key: key(), amountCoins: 500, autoCashoutHundredths: 100_000_000 };
      // Both have to be in one round; the window may close between them.
      const together = await b.room.request('bet', dream).then(
        () => true,
        () => false,
      );
      if (!together) continue;
      const before = await coins(alice);
      expect(await refused(b.room.request('cashout', { betId: staked.betId }))).toMatchObject({
        code: 'no_active_bet',
      });
      await until(() => a.state().phase !== 'betting');
      expect(await refused(b.room.request('bet', { key: key(), amountCoins: 100 }))).toMatchObject({
        code: 'round_closed',
      });
      expect(await refused(b.room.request('cashout', { betId: staked.betId }))).toMatchObject({
        code: 'no_active_bet',
      });
      const betBookRoot = a.state().betBookRoot;
      cashed = await a.room
        .request<unknown, CashoutAnswer>('cashout', { betId: staked.betId })
        .catch(() => null);
      if (cashed !== null) {
        expect(cashed.payoutCoins).toBe(Math.floor((500 * cashed.atHundredths) / 100));
        expect(cashed.balanceCoins).toBe(before + cashed.payoutCoins);
        expect(await a.room.request('cashout', { betId: staked.betId })).toEqual(cashed);
      }
      await until(() => a.state().phase === 'settled' || a.state().game > staked.game);
      expect(leaks).toEqual([]);
      spy.clear?.();
      await until(() => b.ownBets.at(-1)?.state === 'lost');
      expect(await refused(b.room.request('cashout', { betId: b.ownBets.at(-1)!.betId }))).toMatchObject({
        code: 'too_late',
      });
      const record = (await (
        await fetch(`${server.url}/api/fairness/crash/quick/rounds/${staked.game}`)
      ).json()) as { betBookRoot: string; bets: unknown[]; bustHundredths: number };
      expect(record).toMatchObject({ betBookRoot, bets: { length: 2 } });
    }
    // Asked again when the round is long over, by its id: the stored answer, signature and all.
    await until(() => a.state().game > staked.game);
    expect(await a.room.request('cashout', { betId: staked.betId })).toEqual(cashed);
    await Promise.all([a.room.leave(), b.room.leave(), watcher.room.leave()]);
  }, 600_000);

  it('signs receipts that the public key verifies', async () => {
    const { room } = await seat(alice, 'open');
    const { receipt, betId } = await room.request<unknown, BetAnswer>('bet', {
      key: key(),
      amountCoins: 100,
    });
    const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string }[];
    };
    const [header, payload, signature] = receipt.split('.') as [string, string, string];
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
      kid: string;
      alg: string;
    };
    expect(alg).toBe('EdDSA');
    const jwk = keys.find((each) => each.kid === kid)!;
    const publicKey = createPublicKey({ key: jwk as never, format: 'jwk' });
    const good = verifySignature(
      null,
      Buffer.from(`${header}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    );
    expect(good).toBe(true);
    const signed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as ReceiptPayload;
    expect(signed).toMatchObject({ type: 'bet', table: 'open', betId, playerId: alice.id, amountCoins: 100 });
    await room.request('cancel', { betId });
    await room.leave();
  });

  it('keeps a dropped player’s bet, shows it on return by token and on joining anew', async () => {
    const first = await seat(alice, 'open');
    const { betId } = await first.room.request<unknown, BetAnswer>('bet', { key: key(), amountCoins: 100 });
    const token = first.room.reconnectionToken;
    first.room.connection.close();
    await first.closed;
    const client = new Client(server.url);
    client.auth.token = alice.accessToken;
    const back = await watch(await client.reconnect(token));
    await until(() => back.ownBets.length > 0);
    expect(back.ownBets[0]).toMatchObject({ betId, state: 'open' });
    back.room.connection.close();
    const anew = await seat(alice, 'open');
    await until(() => anew.ownBets.length > 0);
    expect(anew.ownBets[0]).toMatchObject({ betId, state: 'open' });
    await anew.room.request('cancel', { betId });
    await anew.room.leave();
  });
});
