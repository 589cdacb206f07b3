import { randomUUID } from 'node:crypto';
import { Client, type Room } from '@colyseus/sdk';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Counters } from '../../domain/events/counters.ts';
import type { EventData, EventType, GameEvent } from '../../domain/events/event.ts';
import { may } from '../../domain/identity/permissions.ts';
import type { BetAnswer } from '../../domain/protocol/crash.ts';
import type { SnapshotMessage } from '../../domain/protocol/monitor.ts';
import { migratedDatabase } from '../support/database.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { playFirstGamesAt } from '../support/shortFlights.ts';
import {
  betWhenOpen,
  enter,
  type Guest,
  guest,
  refused,
  type Seated,
  TABLES,
  until,
  watch as watchTable,
} from './harness.ts';
import { ask, matchmake, openSession } from './sessions.ts';

vi.setConfig({ testTimeout: 150_000 });

/** Two processes of one cluster: what players do in the one is watched in the other. */
let database: Awaited<ReturnType<typeof migratedDatabase>>;
let players: ServerProcess;
let watchers: ServerProcess;
let ada: Guest;

beforeAll(async () => {
  database = await migratedDatabase();
  const tables = TABLES.filter(({ table }) => table !== 'narrow');
  const secretsKey = 'k'.repeat(40);
  await playFirstGamesAt(database.url, secretsKey, tables);
  const start = (transport: string) =>
    startServer({
      tables,
      env: {
        ...{ DATABASE_URL: database.url, SECRETS_KEY: secretsKey, TRANSPORT: transport },
      },
    });
  // The first one takes the tables.
  players = await start('uws');
  watchers = await start('ws');
  ada = await guest(players.url);
}, 180_000);
afterAll(async () => {
  await watchers?.dispose();
  await players?.dispose();
  await database?.drop();
});

/** A seat at a table, in whatever process it lives: on a loaded machine the other one may have taken it over. */
async function sit(table: string): Promise<Seated> {
  for (;;) {
    for (const { url } of [players, watchers]) {
      const client = new Client(url);
      client.auth.token = ada.accessToken;
      const room = await client.joinOrCreate('crash', { table }).catch((error: Error) => {
        if (error.message !== 'busy') throw error;
        return null;
      });
      if (room !== null) return watchTable(room);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Watching {
  room: Room;
  snapshots: SnapshotMessage[];
  /** Of the snapshots and after them, in the order in which they came. */
  events: GameEvent[];
  closed: Promise<number>;
  of<Type extends EventType>(type: Type): GameEvent<Type>[];
}

async function watch(url: string, token: string | null, options: object = {}): Promise<Watching> {
  const client = new Client(url);
  if (token !== null) client.auth.token = token;
  const room = await enter(client, 'monitor', options);
  return attend(room);
}

async function attend(room: Room): Promise<Watching> {
  room.reconnection.enabled = false;
  const snapshots: SnapshotMessage[] = [];
  const events: GameEvent[] = [];
  room.onMessage('snapshot', (snapshot: SnapshotMessage) => {
    snapshots.push(snapshot);
    events.push(...snapshot.events);
  });
  room.onMessage('event', (frame: { events: GameEvent[] }) => events.push(...frame.events));
  room.onMessage('counters', () => {});
  room.onMessage('thinned', () => {});
  const closed = new Promise<number>((resolve) => {
    room.onLeave((code) => resolve(code));
    room.onDrop((code) => resolve(code));
  });
  await until(() => snapshots.length > 0);
  const of = <Type extends EventType>(type: Type) =>
    events.filter((event) => event.type === type) as unknown as GameEvent<Type>[];
  return { room, snapshots, events, closed, of };
}

async function staff(role: 'moderator' | 'admin'): Promise<Guest> {
  const made = await guest(watchers.url);
  await query('update player set role = $2 where id = $1', [made.id, role]);
  return made;
}

async function query(text: string, values: unknown[]): Promise<object[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}

it('a bet in one process appears at spectators in both, without its player', async () => {
  const spectators = [await watch(watchers.url, null), await watch(players.url, null)];
  const table = await sit('open');
  const { betId, game } = await table.room.request<unknown, BetAnswer>('bet', {
    ...{ key: randomUUID(), amountCoins: 700 },
  });
  await until(() => spectators.every(({ of }) => of('crash.bet').length > 0));
  const data: EventData['crash.bet'] = {
    ...{ table: 'open', game, betId: '', amountCoins: 700, autoCashoutHundredths: null },
  };
  for (const { of, events } of spectators) {
    expect(of('crash.bet')).toMatchObject([{ topic: 'crash', player: null, bot: false, data }]);
    expect(JSON.stringify(events)).not.toContain(ada.id);
    expect(JSON.stringify(events)).not.toContain(betId);
  }

  // The stake is in play, wherever one asks.
  const states = () => spectators.map(({ room }) => room.state as unknown as Record<keyof Counters, number>);
  await until(() => states().every(({ coinsInPlay, members }) => coinsInPlay === 700 && members === 2));
  await until(() => states().every((state) => state.watchers === 2));
  await table.room.request('cancel', { betId });
  await until(() => spectators.every(({ of }) => of('crash.cancel').length > 0));
  await until(() => states().every((state) => state.coinsInPlay === 0));
});

it('every kind of play is told once, a repeated key not again', async () => {
  const bea = await guest(players.url);
  const spectator = await watch(watchers.url, null, {
    topics: ['slots', 'gacha', 'rps', 'session', 'signin', 'grant'],
  });
  const slots = await openSession(players.url, bea.accessToken, 'slots', { machine: 'neon3' });
  const spin = { key: randomUUID(), betCoins: 100 };
  const { winCoins, result } = await slots.room.request<unknown, { winCoins: number; result: string }>(
    'spin',
    spin,
  );
  await slots.room.request('spin', spin);
  const gacha = await openSession(players.url, bea.accessToken, 'gacha', { banner: 'starlight' });
  const pulled = await gacha.room.request<unknown, { items: { item: string }[] }>('pull', {
    ...{ key: randomUUID(), count: 1 },
  });
  const rps = await openSession(players.url, bea.accessToken, 'rps');
  const thrown = await rps.room.request<unknown, EventData['rps.throw']>('throw', {
    ...{ key: randomUUID(), betCoins: 100, hand: 'rock' },
  });
  await rps.room.request('end', {});
  await until(() => spectator.of('session.ended').length > 0);

  const spins = spectator.of('slots.spin');
  expect(spins.map(({ data }) => data)).toEqual([
    { machine: 'neon3', gameId: '', betCoins: 100, payoutCoins: winCoins, result, streakBefore: 0 },
  ]);
  expect(spectator.of('gacha.pull').map(({ data }) => data)).toMatchObject([
    { banner: 'starlight', items: pulled.items.map(({ item }) => item), forced: 0 },
  ]);
  const { hand, serverHand, outcome, payoutCoins } = thrown;
  expect(spectator.of('rps.throw').map(({ data }) => data)).toEqual([
    { gameId: '', betCoins: 100, payoutCoins, hand, serverHand, outcome },
  ]);
  expect(spectator.of('session.opened').map(({ data }) => data.game)).toEqual(['slots', 'gacha', 'rps']);
  expect(spectator.of('session.ended').map(({ data }) => data)).toEqual([
    { sessionId: '', game: 'rps', variant: 'house', rounds: 1, betCoins: 100, winCoins: payoutCoins },
  ]);
  // Told before this watcher came: in its snapshot, like the grants of the new guests.
  expect(spectator.of('signin.guest').length).toBeGreaterThan(0);
  expect(spectator.of('grant.welcome').map(({ data }) => data)).toContainEqual({
    ...{ amount: 10, currency: 'credits' },
  });
  expect(spectator.of('crash.bet')).toEqual([]);
});

it('a round is told from its launch to its bust, and adds up in the counters', async () => {
  const spectator = await watch(watchers.url, null, { topics: ['crash'] });
  const table = await sit('quick');
  const { game } = await betWhenOpen(table, { amountCoins: 500, autoCashoutHundredths: 101 });
  await until(() => spectator.of('crash.bust').some(({ data }) => data.game === game));
  const ofGame = spectator.events.filter(
    ({ data }) =>
      (data as { table?: string; game?: number }).game === game &&
      (data as { table: string }).table === 'quick',
  );
  const types = ofGame.map(({ type }) => type);
  expect(types.filter((type) => type !== 'crash.cashout')).toEqual([
    'crash.bet',
    'crash.launch',
    'crash.bust',
  ]);
  const bust = spectator.of('crash.bust').find(({ data }) => data.game === game)!;
  const paidCoins = types.includes('crash.cashout') ? 505 : 0;
  expect(bust).toMatchObject({ player: null, data: { bets: 1, stakedCoins: 500, paidCoins } });
  // Members tell each other once a second: whoever comes right after the bust may not see it added up yet.
  const counters = async () => (await watch(players.url, null)).snapshots[0]!.counters;
  const rooms = { lobby: 2, monitor: 2, crash: 2 };
  await expect.poll(counters, { timeout: 20_000, interval: 500 }).toMatchObject({ members: 2, rooms });
  const quick = async () => (await counters()).games.find(({ variant }) => variant === 'quick');
  await expect
    .poll(async () => (await quick())?.betCoins ?? 0, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(500);
  expect((await quick())!.rounds).toBeGreaterThan(0);
});

it('staff see names, as long as they are staff; a player sees none', async () => {
  const moderator = await staff('moderator');
  const [named, player] = [
    await watch(watchers.url, moderator.accessToken),
    await watch(watchers.url, ada.accessToken),
  ];
  const rps = await openSession(players.url, ada.accessToken, 'rps');
  const own = () => named.of('session.opened').find((event) => event.player?.id === ada.id);
  await until(() => own() !== undefined && player.events.some(({ id }) => id === own()!.id));
  expect(own()!.data.sessionId).toMatch(/^[0-9a-f-]{36}$/);
  const shown = player.events.find(({ id }) => id === own()!.id);
  expect(shown).toMatchObject({ player: null, data: { sessionId: '' } });
  expect(JSON.stringify(player.events)).not.toContain(ada.id);

  await query(`update player set role = 'player' where id = $1`, [moderator.id]);
  const before = named.snapshots.length;
  await until(() => named.snapshots.length > before);
  expect(named.snapshots.at(-1)!.events.filter((event) => event.player !== null)).toEqual([]);
  await rps.room.leave();
});

it('topics are chosen while watching: those that one may have, and nothing else', async () => {
  const admin = await staff('admin');
  const named = await watch(watchers.url, admin.accessToken, { topics: [] });
  const spectator = await watch(watchers.url, null, { topics: [] });
  expect([named.events, spectator.events]).toEqual([[], []]);
  const topics = ['operator', 'slots'];
  expect(await named.room.request('topics', { topics })).toEqual({ topics: ['slots', 'operator'] });
  expect(await refused(spectator.room.request('topics', { topics }))).toMatchObject({ code: 'unauthorized' });
  expect(await spectator.room.request('topics', { topics: ['slots'] })).toEqual({ topics: ['slots'] });
  await until(() => spectator.snapshots.length === 2);
  expect(new Set(spectator.snapshots[1]!.events.map(({ topic }) => topic))).toEqual(new Set(['slots']));

  for (const wrong of [{}, { topics: 'slots' }, { topics: ['horses'] }, null]) {
    const refusal = await refused(spectator.room.request('topics', wrong));
    expect(refusal).toMatchObject({ code: 'invalid_request' });
  }
  expect(await refused(spectator.room.request('bet', {}))).toMatchObject({ code: 'invalid_request' });
  expect(await spectator.room.request('time', {})).toEqual({ nowMs: expect.any(Number) });
  const refusal = await matchmake(watchers.url, 'joinOrCreate/monitor', null, { topics: ['horses'] });
  expect(refusal).toMatchObject({ status: 422, body: { error: 'invalid_request' } });
  const forged = await matchmake(watchers.url, 'joinOrCreate/monitor', 'no.such.token');
  expect(forged).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
});

describe.each(['spectator', 'player', 'moderator', 'admin'] as const)('%s', (standing) => {
  it('gets the topics of operators as its row of permissions says, by joining or asking, else a trace of it', async () => {
    const isStaff = may(standing, 'seeNames');
    const one =
      standing === 'spectator'
        ? null
        : standing === 'player'
          ? await guest(watchers.url)
          : await staff(standing);
    const token = one?.accessToken ?? null;
    const named = { topics: ['crash', 'operator'] };
    const joined = await matchmake(watchers.url, 'joinOrCreate/monitor', token, named);
    const room = (await watch(watchers.url, token)).room;
    const request = room.request('topics', named);
    const asked = isStaff ? await request : (await refused(request)).code;
    const code = standing === 'spectator' ? 'unauthorized' : 'forbidden';
    if (isStaff) expect([joined.status, asked]).toEqual([200, named]);
    else expect([joined.body.error, asked]).toEqual([code, code]);
    const lines = await query(
      'select action, outcome, code, target, address from audit where actor_id = $1',
      [one?.id ?? randomUUID()],
    );
    const line = {
      action: 'monitor.watch',
      outcome: 'refused',
      code,
      target: 'operator',
      address: '127.0.0.1',
    };
    expect(lines).toEqual(standing === 'player' ? [line, line] : []);
    await room.leave();
  });
});

it('who was banned does not come back by a reconnection', async () => {
  const banned = await guest(watchers.url);
  const first = await watch(watchers.url, banned.accessToken);
  const { reconnectionToken } = first.room;
  await query(`update player set banned_until_ms = $2 where id = $1`, [
    ...[banned.id, Date.now() + 3_600_000],
  ]);
  first.room.connection.close();
  await first.closed;
  const client = new Client(watchers.url);
  client.auth.token = banned.accessToken;
  await expect(client.reconnect(reconnectionToken)).rejects.toThrow('forbidden');
});

it('the overview answers the same counters, to staff', async () => {
  const moderator = await staff('moderator');
  const { counters } = await ask<{ counters: Counters }>(
    ...([watchers.url, moderator.accessToken, '/api/admin/overview'] as const),
  );
  expect(counters).toMatchObject({ members: 2, queue: { queued: 0, running: 0 } });
  await expect(ask(players.url, ada.accessToken, '/api/admin/overview')).rejects.toThrow('403');
});
