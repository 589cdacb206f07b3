import type { Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDS, type Hand, type RpsStanding, type ThrowAnswer } from '../../domain/protocol/rps.ts';
import rps from '../../domain/rps/rps.data.ts';
import { throwHand } from '../../domain/rps/throw.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { type Guest, guest, refused, serve } from './harness.ts';
import { coins, openSession, reveal } from './sessions.ts';

describe('the rps room', () => {
  let server: ServerProcess;
  let alice: Guest;

  beforeAll(async () => {
    server = await serve('auto');
    alice = await guest(server.url);
  }, 120_000);
  afterAll(() => server.dispose());

  const sit = (player: Guest) => openSession<RpsStanding>(server.url, player.accessToken, 'rps');
  const throws = (room: Room, hand: Hand, betCoins = 100, key: string = crypto.randomUUID()) =>
    room.request<unknown, ThrowAnswer>('throw', { key, betCoins, hand });

  it('throws against the house: balance, nonces, and the same hands from the seeds', async () => {
    const player = await guest(server.url);
    const { room, standings } = await sit(player);
    expect(standings[0]!.oddsHash).toMatch(/^[0-9a-f]{64}$/);
    let balance = 100_000;
    const answers: ThrowAnswer[] = [];
    for (let nonce = 0; nonce < 30; nonce += 1) {
      const answer = await throws(room, HANDS[nonce % 3]!, 300);
      balance += answer.payoutCoins - 300;
      expect(answer).toMatchObject({ nonce, hand: HANDS[nonce % 3], balanceCoins: balance });
      expect(answer.payoutCoins).toBe({ win: 582, draw: 300, lose: 0 }[answer.outcome]);
      answers.push(answer);
    }
    expect(await coins(server.url, player.accessToken)).toBe(balance);
    expect(await room.request('end', {})).toMatchObject({ game: 'rps', variant: 'house', rounds: 30 });
    const seeds = await reveal(server.url, player.accessToken);
    for (const { nonce, hand, serverHand, outcome } of answers) {
      const thrown = throwHand(rps, { ...seeds, nonce }, { betCoins: 300, hand });
      expect(thrown.outcome).toEqual({ hand, serverHand, outcome });
    }
  });

  it('answers a repeat with the same throw, and another hand under its key with key_conflict', async () => {
    const { room } = await sit(alice);
    const key = crypto.randomUUID();
    const answer = await throws(room, 'rock', 200, key);
    await throws(room, 'paper');
    expect(await throws(room, 'rock', 200, key)).toEqual(answer);
    expect(await refused(throws(room, 'paper', 200, key))).toMatchObject({ code: 'key_conflict' });
    expect(await refused(throws(room, 'rock', 250, key))).toMatchObject({ code: 'key_conflict' });
    await room.leave();
  });

  it.each([
    ['an unknown hand', { hand: 'well' }, 'invalid_request', 'hand'],
    ['no hand', { hand: undefined }, 'invalid_request', 'hand'],
    ['a bet off the step', { betCoins: 150 }, 'invalid_amount', 'betCoins'],
    ['a bet above the table', { betCoins: 100_100 }, 'invalid_amount', 'betCoins'],
    ['a bet in text', { betCoins: '100' }, 'invalid_amount', 'betCoins'],
    ['a key that is no UUID', { key: 'mine' }, 'invalid_request', 'key'],
  ])('refuses %s', async (_name, change, code, field) => {
    const { room } = await sit(alice);
    const request = { key: crypto.randomUUID(), betCoins: 100, hand: 'rock', ...change };
    expect(await refused(room.request('throw', request))).toMatchObject({ code, details: { field } });
    await room.leave();
  });
});
