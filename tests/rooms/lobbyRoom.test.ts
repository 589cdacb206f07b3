import { Client, type Room } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { BetAnswer } from '../../domain/protocol/crash.ts';
import type { NoticeMessage } from '../../domain/protocol/lobby.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import {
  betWhenOpen,
  enter,
  type Guest,
  guest,
  overBothTransports,
  refused,
  serve,
  sit,
  until,
} from './harness.ts';

interface Heard {
  room: Room;
  balances: { coins: number; credits: number }[];
  tables: { table: string; phase: string }[][];
  notices: NoticeMessage[];
}

async function attend(url: string, player: Guest): Promise<Heard> {
  const client = new Client(url);
  client.auth.token = player.accessToken;
  const room = await enter(client, 'lobby');
  room.reconnection.enabled = false;
  const heard: Heard = { room, balances: [], tables: [], notices: [] };
  room.onMessage('balance', (balance) => heard.balances.push(balance));
  room.onMessage('tables', (tables) => heard.tables.push(tables));
  room.onMessage('notice', (notice) => heard.notices.push(notice));
  await until(() => heard.tables.length > 0);
  return heard;
}

overBothTransports('the lobby', (transport) => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await serve(transport);
  }, 120_000);
  afterAll(() => server.dispose());

  it('tells the balance on joining and after each change, wherever it was made', async () => {
    const player = await guest(server.url);
    const { room, balances } = await attend(server.url, player);
    expect(balances).toEqual([{ coins: 100_000, credits: 10 }]);
    const table = await sit(server.url, player.accessToken, 'open');
    const { betId } = await table.room.request<unknown, BetAnswer>('bet', {
      key: crypto.randomUUID(),
      amountCoins: 400,
    });
    await until(() => balances.at(-1)?.coins === 99_600);
    await table.room.request('cancel', { betId });
    await until(() => balances.at(-1)?.coins === 100_000);
    await fetch(`${server.url}/api/me/daily`, {
      method: 'POST',
      headers: { authorization: `Bearer ${player.accessToken}`, 'idempotency-key': crypto.randomUUID() },
    });
    await until(() => balances.at(-1)?.coins === 110_000 && balances.at(-1)?.credits === 13);
    await Promise.all([room.leave(), table.room.leave()]);
  });

  it('lists the tables, and again when one changes', async () => {
    const { room, tables } = await attend(server.url, await guest(server.url));
    expect(tables[0]!.map((each) => each.table)).toEqual(['open', 'quick', 'narrow']);
    const seat = await sit(server.url, (await guest(server.url)).accessToken, 'open');
    await until(() => tables.length > 1);
    await Promise.all([room.leave(), seat.room.leave()]);
  });

  // It waits for a round to end, and no transport knows of it.
  it.runIf(transport === 'uws')(
    'keeps what happened to a bet while its player was away, until it is acknowledged',
    async () => {
      const player = await guest(server.url);
      const seat = await sit(server.url, player.accessToken, 'quick');
      const { betId } = await betWhenOpen(seat, { amountCoins: 100, autoCashoutHundredths: 101 });
      await seat.room.leave();
      const watcher = await sit(server.url, null, 'quick');
      const { game } = watcher.state();
      await until(() => watcher.state().game > game);
      const first = await attend(server.url, player);
      await until(() => first.notices.length > 0);
      expect(first.notices).toMatchObject([
        { sequence: 1, kind: 'crash.ended', data: { betId, table: 'quick' } },
      ]);
      await first.room.leave();

      const again = await attend(server.url, player);
      await until(() => again.notices.length > 0);
      expect(again.notices).toEqual(first.notices);
      await again.room.request('ack', { sequence: 1 });
      await again.room.leave();

      const last = await attend(server.url, player);
      await last.room.request('time', {});
      expect(last.notices).toEqual([]);
      await Promise.all([last.room.leave(), watcher.room.leave()]);
    },
    600_000,
  );

  it('is for players: no token, a bad request and an unknown one get their codes', async () => {
    await expect(new Client(server.url).joinOrCreate('lobby')).rejects.toMatchObject({
      code: 401,
      message: 'unauthorized',
    });
    const { room } = await attend(server.url, await guest(server.url));
    for (const sequence of [0, -1, 1.5, '1', undefined]) {
      expect(await refused(room.request('ack', { sequence }))).toMatchObject({
        code: 'invalid_request',
        details: { field: 'sequence' },
      });
    }
    expect(await refused(room.request('grant', {}))).toMatchObject({ code: 'invalid_request' });
    await room.leave();
  });

  it('is one a process, whatever clients ask for', async () => {
    const player = await guest(server.url);
    const ask = (path: string, body: object = {}) =>
      fetch(`${server.url}/matchmake/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${player.accessToken}` },
        body: JSON.stringify(body),
      });
    const created = await Promise.all(
      Array.from({ length: 20 }, () => ask('create/lobby', { ticket: 'mine' })),
    );
    for (const response of created) {
      expect([response.status, await response.json()]).toEqual([403, { code: 403, error: 'forbidden' }]);
    }
    const joined = await Promise.all(
      ['joinOrCreate/lobby', 'join/lobby', 'joinOrCreate/lobby'].map((path) =>
        ask(path, { private: true, n: path }),
      ),
    );
    const rooms = await Promise.all(
      joined.map(async (response) => ((await response.json()) as { roomId: string }).roomId),
    );
    expect(rooms[0]).toBeTypeOf('string');
    expect(new Set(rooms).size).toBe(1);
  });

  it('closes with all other rooms of a session that was ended, and cannot be joined by its token any more', async () => {
    const player = await guest(server.url);
    const { room } = await attend(server.url, player);
    const table = await sit(server.url, player.accessToken, 'open');
    const left = new Promise<number>((resolve) => {
      room.onLeave(resolve);
      room.onDrop(resolve);
    });
    const headers = { authorization: `Bearer ${player.accessToken}` };
    await fetch(`${server.url}/api/auth/logout`, { method: 'POST', headers });
    expect(await Promise.all([left, table.closed])).toEqual([CLOSE_CODES.signedOut, CLOSE_CODES.signedOut]);
    const client = new Client(server.url);
    client.auth.token = player.accessToken;
    await expect(enter(client, 'lobby')).rejects.toThrow('unauthorized');
  });
});
