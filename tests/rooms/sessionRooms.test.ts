import { Client, type Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import type { SlotsStanding, SpinAnswer } from '../../domain/protocol/slots.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { type Guest, guest, refused, serve } from './harness.ts';
import { ask, attend, matchmake, openSession } from './sessions.ts';

const MACHINE = { machine: 'neon3' };
const MOST_SESSIONS = 8;

describe('a session', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await serve('auto');
  }, 120_000);
  afterAll(() => server.dispose());

  const sit = (player: Guest) => openSession<SlotsStanding>(server.url, player.accessToken, 'slots', MACHINE);
  const spin = (room: Room, betCoins = 100) =>
    room.request<unknown, SpinAnswer>('spin', { key: crypto.randomUUID(), betCoins });
  const listed = async (player: Guest) =>
    (await ask<{ items: SessionSummary[] }>(server.url, player.accessToken, '/api/me/sessions')).items;
  /** The player's ended sessions, once there are that many. */
  const sessions = async (player: Guest, count: number) => {
    let items: SessionSummary[] = [];
    while (items.length < count) items = await listed(player);
    return items;
  };

  it('ends by request with what its games add up to, and the list has the same', async () => {
    const player = await guest(server.url);
    const { room, standings, summaries, closed } = await sit(player);
    const answers: SpinAnswer[] = [];
    for (let round = 0; round < 5; round += 1) answers.push(await spin(room, 500));
    const summary = await room.request<unknown, SessionSummary>('end', {});
    const winCoins = answers.reduce((sum, answer) => sum + answer.winCoins, 0);
    const outcomes: Record<string, number> = {};
    for (const { result } of answers) outcomes[result] = (outcomes[result] ?? 0) + 1;
    expect(summary).toMatchObject({
      ...{ sessionId: standings[0]!.sessionId, game: 'slots', variant: 'neon3', rounds: 5 },
      ...{
        betCoins: 2_500,
        winCoins,
        netCoins: winCoins - 2_500,
        returnToPlayer: winCoins / 2_500,
        outcomes,
      },
    });
    expect(summary.durationMs).toBe(summary.endedAtMs - summary.startedAtMs);
    expect(await closed).toBe(CLOSE_CODES.ended);
    expect(summaries).toEqual([summary]);
    expect(await listed(player)).toEqual([summary]);
  });

  it('ends when its player leaves; where nothing was bet, nothing comes back', async () => {
    const player = await guest(server.url);
    const { room } = await sit(player);
    await room.leave();
    const [summary] = await sessions(player, 1);
    expect(summary).toMatchObject({ rounds: 0, betCoins: 0, winCoins: 0, returnToPlayer: 0, outcomes: {} });
  });

  it('counts a game that is under way when it ends, and takes none after that', async () => {
    const player = await guest(server.url);
    const { room } = await sit(player);
    const [played, summary, late] = await Promise.all([
      spin(room),
      room.request<unknown, SessionSummary>('end', {}),
      refused(spin(room)),
    ]);
    expect(played.nonce).toBe(0);
    expect(summary).toMatchObject({ rounds: 1, betCoins: 100 });
    expect(late).toMatchObject({ code: 'not_found', details: { field: 'session' } });
  });

  it('waits for a player whose connection was lost, and goes on', async () => {
    const player = await guest(server.url);
    const { room, standings, closed } = await sit(player);
    await spin(room);
    const { reconnectionToken } = room;
    room.connection.close();
    await closed;
    const client = new Client(server.url);
    client.auth.token = player.accessToken;
    const back = await attend<SlotsStanding>(await client.reconnect(reconnectionToken));
    expect(back.standings[0]!.sessionId).toBe(standings[0]!.sessionId);
    expect(await spin(back.room)).toMatchObject({ nonce: 1 });
    expect(await back.room.request('end', {})).toMatchObject({ rounds: 2 });
  });

  it('is not given to another player who has its reconnection token, and its own connection stays', async () => {
    const [alice, bob] = [await guest(server.url), await guest(server.url)];
    const { room } = await sit(alice);
    const thief = new Client(server.url);
    thief.auth.token = bob.accessToken;
    await expect(thief.reconnect(room.reconnectionToken)).rejects.toThrow('forbidden');
    expect(await closing(back(room, bob.accessToken))).toBe('forbidden');
    expect(await spin(room)).toMatchObject({ nonce: 0 });
    await room.leave();
  });

  it('is not given to somebody who shows its reconnection token and nothing else, connected or not', async () => {
    const alice = await guest(server.url);
    const { room, closed } = await sit(alice);
    await expect(new Client(server.url).reconnect(room.reconnectionToken)).rejects.toThrow('unauthorized');
    expect(await closing(back(room))).toBe('unauthorized');
    expect(await spin(room)).toMatchObject({ nonce: 0 });
    room.connection.close();
    await closed;
    await expect(new Client(server.url).reconnect(room.reconnectionToken)).rejects.toThrow('unauthorized');
    expect(await closing(back(room))).toBe('unauthorized');
  });

  it('is given to a socket without an access token once its owner has asked for it, and once', async () => {
    const [alice, bob] = [await guest(server.url), await guest(server.url)];
    const { room, closed } = await sit(alice);
    room.connection.close();
    await closed;
    const [roomId, reconnectionToken] = room.reconnectionToken.split(':') as [string, string];
    const asked = await matchmake(server.url, `reconnect/${roomId}`, alice.accessToken, {
      reconnectionToken,
    });
    expect(asked).toMatchObject({ status: 200, body: { sessionId: room.sessionId } });
    expect(await closing(back(room, bob.accessToken))).toBe('forbidden');
    const returned = back(room);
    await new Promise((resolve) => returned.addEventListener('message', resolve, { once: true }));
    expect(await closing(back(room))).not.toBe('');
    returned.close();
  });

  /** A socket that shows the room's reconnection token, without asking matchmaking. */
  function back(room: Room, accessToken?: string): WebSocket {
    const [roomId, token] = room.reconnectionToken.split(':') as [string, string];
    const address = `${server.url.replace('http', 'ws')}/x/${roomId}?sessionId=${room.sessionId}`;
    const who = accessToken === undefined ? '' : `&_authToken=${accessToken}`;
    return new WebSocket(`${address}&reconnectionToken=${token}${who}`);
  }

  function closing(socket: WebSocket): Promise<string> {
    return new Promise((resolve) => socket.addEventListener('close', ({ reason }) => resolve(reason)));
  }

  it('is its player’s alone', async () => {
    const [alice, bob] = [await guest(server.url), await guest(server.url)];
    const { room } = await sit(alice);
    const byId = await matchmake(server.url, `joinById/${room.roomId}`, bob.accessToken, MACHINE);
    expect(byId.status).toBeGreaterThanOrEqual(400);
    const tokenless = await matchmake(server.url, `reconnect/${room.roomId}`, bob.accessToken);
    expect(tokenless).toMatchObject({ status: 422, body: { error: 'invalid_request' } });
    const byName = await matchmake(server.url, 'join/slots', bob.accessToken, MACHINE);
    expect(byName).toMatchObject({ status: 200, body: { roomId: expect.not.stringMatching(room.roomId) } });
    const own = await sit(bob);
    const second = await sit(alice);
    expect(new Set([room.roomId, own.room.roomId, second.room.roomId]).size).toBe(3);
    await Promise.all([room, own.room, second.room].map((each) => each.leave()));
  });

  it('is one of eight at most; one whose connection is lost gives way', async () => {
    const player = await guest(server.url);
    const open = await Promise.all(Array.from({ length: MOST_SESSIONS }, () => sit(player)));
    expect(await matchmake(server.url, 'create/slots', player.accessToken, MACHINE)).toEqual({
      status: 429,
      body: { code: 429, error: 'limit_exceeded' },
    });
    await spin(open[0]!.room);
    open[0]!.room.connection.close();
    await open[0]!.closed;
    let ninth: Awaited<ReturnType<typeof sit>> | null = null;
    while (ninth === null) ninth = await sit(player).catch(() => null);
    const [gone] = await sessions(player, 1);
    expect(gone).toMatchObject({ sessionId: open[0]!.standings[0]!.sessionId, rounds: 1 });
    expect(await spin(ninth.room)).toMatchObject({ nonce: 1 });
    await Promise.all([...open.slice(1), ninth].map(({ room }) => room.leave()));
  });

  it('counts seats that nobody has taken yet', async () => {
    const player = await guest(server.url);
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => matchmake(server.url, 'create/slots', player.accessToken, MACHINE)),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(MOST_SESSIONS);
  });

  it('is not closed by pings and requests over the seconds, but by a flood', async () => {
    const player = await guest(server.url);
    const { room, closed } = await sit(player);
    for (let second = 0; second < 3; second += 1) {
      await Promise.all(Array.from({ length: 60 }, () => room.request('time', {})));
      await new Promise((resolve) => setTimeout(resolve, 1_300));
    }
    expect(await spin(room)).toMatchObject({ nonce: 0 });
    for (let message = 0; message < 400; message += 1) room.request('time', {}).catch(() => {});
    expect(await closed).toBe(4_002);
  }, 30_000);

  it('ends with a summary when the process stops, and is listed by the next one', async () => {
    const player = await guest(server.url);
    const open = await Promise.all([sit(player), sit(player)]);
    await Promise.all(open.map(({ room }) => spin(room)));
    await server.stop();
    expect(await Promise.all(open.map(({ closed }) => closed))).toEqual([4_201, 4_201]);
    const told = open.flatMap(({ summaries }) => summaries);
    expect(told).toMatchObject([{ rounds: 1 }, { rounds: 1 }]);
    await server.start();
    expect(new Set((await listed(player)).map((each) => JSON.stringify(each)))).toEqual(
      new Set(told.map((each) => JSON.stringify(each))),
    );
  }, 60_000);

  it('of a process that died ends at its last game', async () => {
    const player = await guest(server.url);
    const { room, standings } = await sit(player);
    await spin(room);
    await server.kill();
    await server.start();
    const [summary] = await sessions(player, 1);
    expect(summary).toMatchObject({ sessionId: standings[0]!.sessionId, rounds: 1, betCoins: 100 });
  }, 60_000);
});
