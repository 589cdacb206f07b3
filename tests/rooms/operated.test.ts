import { Client, type Room } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BroadcastMessage } from '../../domain/protocol/lobby.ts';
import { callApi } from '../http/liveApp.ts';
import { queryServer } from '../support/serverDatabase.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import {
  betWhenOpen,
  enter,
  type Guest,
  guest,
  refused,
  type Seated,
  TABLES,
  until,
  watch,
} from './harness.ts';

const [open, quick] = TABLES;

let server: ServerProcess;
let admin: Guest;
let player: Guest;

beforeAll(async () => {
  server = await startServer({
    ...{ tables: [open!, quick!], shortFlights: true },
  });
  [admin, player] = [await guest(server.url), await guest(server.url)];
  await queryServer(server, `update player set role = 'admin' where id = $1`, [admin.id]);
}, 120_000);
afterAll(() => server.dispose());

async function operate(path: string, body: object) {
  const answer = await callApi(server.url, 'POST', `/api/admin/${path}`, { token: admin.accessToken, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

function say(text: string, audience: object) {
  const level = 'critical';
  return operate('broadcasts', { text, level, audience, expiresAtMs: Date.now() + 600_000 });
}

interface Listener {
  room: Room;
  told: BroadcastMessage[];
}

async function listen(token: string | null, name: string, options: object = {}): Promise<Listener> {
  const client = new Client(server.url);
  if (token !== null) client.auth.token = token;
  const room = await enter(client, name, options);
  room.reconnection.enabled = false;
  const told: BroadcastMessage[] = [];
  room.onMessage('broadcast', (message: BroadcastMessage) => void told.push(message));
  for (const type of ['balance', 'tables', 'notice', 'standing', 'match', 'bet'])
    room.onMessage(type, () => {});
  return { room, told };
}

it('[BC6] a broadcast reaches the seats that it is for, in every room, and those who come later', async () => {
  const token = player.accessToken;
  const seats: Record<string, Listener> = {
    lobby: await listen(token, 'lobby'),
    crash: await listen(token, 'crash', { table: 'open' }),
    slots: await listen(token, 'slots', { machine: 'neon3' }),
    match: await listen(token, 'rps_match', { betCoins: 1_000 }),
    watcher: await listen(null, 'crash', { table: 'open' }),
    other: await listen(admin.accessToken, 'lobby'),
  };
  const said = await say('to all', { to: 'all' });
  await say('to slots', { to: 'room', room: 'slots' });
  await say('to matches', { to: 'room', room: 'rps_match' });
  await say('to the table', { to: 'table', table: 'open' });
  await say('to another table', { to: 'table', table: 'quick' });
  await say('to the player', { to: 'player', playerId: player.id });
  const expected: Record<string, string[]> = {
    lobby: ['to all', 'to the player'],
    crash: ['to the table'],
    slots: ['to slots'],
    match: ['to matches'],
    watcher: ['to all', 'to the table'],
    other: ['to all'],
  };
  const texts = ({ told }: Listener) => told.map(({ text }) => text);
  await until(() =>
    Object.entries(expected).every(([name, list]) => seats[name]!.told.length >= list.length),
  );
  // One more, so that whatever was too much would have come before it.
  await say('the last', { to: 'all' });
  await until(() => seats.lobby!.told.length > 2 && seats.watcher!.told.length > 2);
  for (const [name, list] of Object.entries(expected))
    expect(
      texts(seats[name]!).filter((text) => text !== 'the last'),
      name,
    ).toEqual(list);
  const { id, text, level, expiresAtMs } = said;
  expect(seats.lobby!.told[0]).toEqual({ id, text, level, expiresAtMs });

  const late = await listen(token, 'lobby');
  await until(() => late.told.length === 3);
  expect(texts(late)).toEqual(['to all', 'to the player', 'the last']);
  const lateAtTable = await listen(token, 'crash', { table: 'quick' });
  await until(() => lateAtTable.told.length === 1);
  await Promise.all([...Object.values(seats), late, lateAtTable].map(({ room }) => room.leave()));
});

it('[CR35] a paused table finishes its round and waits, also over a restart; new limits hold from the next round', async () => {
  let seat: Seated = await watch((await listen(player.accessToken, 'crash', { table: 'quick' })).room);
  const bet = await betWhenOpen(seat, { amountCoins: 100, autoCashoutHundredths: 101 });
  expect(await operate('tables/quick/pause', { reason: 'looking' })).toMatchObject({ paused: true });
  await until(() => seat.state().phase === 'paused');
  // The round that was under way has ended as any other.
  expect(seat.state()).toMatchObject({ game: bet.game, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(seat.ownBets.at(-1)!.state).toMatch(/cashed|lost/);
  const again = { key: crypto.randomUUID(), amountCoins: 100 };
  expect(await refused(seat.room.request('bet', again))).toMatchObject({
    code: 'round_closed',
  });
  const limits = await operate('tables/quick/limits', { maxBetCoins: 300, reason: 'small only' });
  expect(limits).toMatchObject({ phase: 'paused', limits: { maxBetCoins: 300 } });

  await server.kill();
  await server.start();
  // Connections that were kept to the killed server break when they are used: not what this is about.
  const rejoined = () => listen(player.accessToken, 'crash', { table: 'quick' });
  const { room } = await rejoined().catch(rejoined);
  await until(() => (room.state as { game?: number } | undefined) !== undefined);
  const list = () => callApi(server.url, 'GET', '/api/tables', {});
  const tables = async () => (await list().catch(list)).body.items;
  await expect.poll(async () => (await tables())[1], { timeout: 10_000 }).toMatchObject({ maxBetCoins: 300 });
  expect((await tables())[1]).toMatchObject({ table: 'quick', phase: 'paused' });
  // Its new owner has played nothing yet; it is `busy` until it knows that the table rests.
  await expect
    .poll(async () => (await refused(room.request('bet', again))).code, { timeout: 10_000 })
    .toBe('round_closed');
  await operate('tables/quick/resume', { reason: 'found' });
  seat = await watch(room);
  expect(seat.state().game).toBe(bet.game + 1);
  expect(await refused(betWhenOpen(seat, { amountCoins: 400 }))).toMatchObject({
    ...{ code: 'invalid_amount', details: { max: 300 } },
  });
  expect((await tables())[1].maxBetCoins).toBe(300);
  expect((await betWhenOpen(seat, { amountCoins: 300 })).game).toBeGreaterThan(bet.game);
  await room.leave();
}, 300_000);

it('a banner that was taken down can’t be pulled; what was pulled before is answered still', async () => {
  const { room } = await listen(player.accessToken, 'gacha', { banner: 'starlight' });
  const order = { key: crypto.randomUUID(), count: 1 };
  const pulled = await room.request('pull', order);
  await operate('banners/starlight/deactivate', { reason: 'over' });
  const next = { key: crypto.randomUUID(), count: 1 };
  expect(await refused(room.request('pull', next))).toMatchObject({
    ...{ code: 'forbidden', details: { reason: 'inactive' } },
  });
  expect(await room.request('pull', order)).toEqual(pulled);
  await operate('banners/starlight/activate', { reason: 'encore' });
  expect(await room.request('pull', next)).toMatchObject({ nonce: expect.any(Number) });
  await room.leave();
});
