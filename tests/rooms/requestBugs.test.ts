import { type Client, CloseCode, type MessageContext, Protocol, Room } from '@colyseus/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Player } from '../../domain/identity/port.ts';
import { readCoins } from '../../rooms/coins.ts';
import { limitRefusal } from '../../rooms/mayStake.ts';
import { playerRequest, unknownRequests } from '../../rooms/requests.ts';

test('a bug in a request is written with the ids of room, table and player, and answered with its code', async () => {
  const lines: object[] = [];
  const counted: unknown[][] = [];
  const log = (bindings: object) => void lines.push(bindings);
  const handler = playerRequest(
    {
      ...{ room: 'crash', log: { info: log, warn: log, error: log } },
      metrics: { request: (...told) => void counted.push([told[0], told[1], told[2], told[4].player?.id]) },
      rates: { message: () => () => null },
      standings: { current: (player) => player, onChange: () => () => {} },
    } as Parameters<typeof playerRequest>[0],
    'bet',
    z.object({}),
    () => Promise.reject(new TypeError('broken')),
  );
  const client = { auth: { player: { id: 'p1' } } } as unknown as Client;
  const context = { reject: (reason: unknown) => reason } as unknown as MessageContext;
  const room = { roomId: 'r1', state: { table: 'main' } } as unknown as Room;
  expect(await handler.call(room, client, {}, context)).toMatchObject({ code: 'internal' });
  expect(lines).toMatchObject([
    { room: 'crash', roomId: 'r1', table: 'main', playerId: 'p1', type: 'bet', code: 'internal' },
  ]);
  expect(counted).toEqual([['crash', 'bet', 'internal', 'p1']]);
});

test('what could not be read of a player is written with whose it was, and is `store_unavailable`', async () => {
  const lines: object[] = [];
  const write = (bindings: object) => void lines.push(bindings);
  const log = { info: write, warn: write, error: write };
  const away = () => Promise.reject(new Error('away'));
  const limits = { refusal: away } as unknown as Parameters<typeof limitRefusal>[0]['limits'];
  expect(await limitRefusal({ limits, log }, { id: 'p1' } as Player, 100)).toMatchObject({
    code: 'store_unavailable',
  });
  expect(await readCoins({ balances: away, log }, 'p2')).toMatchObject({
    error: { code: 'store_unavailable' },
  });
  expect(lines).toMatchObject(['p1', 'p2'].map((playerId) => ({ playerId, code: 'store_unavailable' })));
});

test('a frame of bytes, which no room takes, closes its connection and throws nothing', () => {
  const room = new Room();
  const counted: unknown[] = [];
  unknownRequests({
    ...{ room: 'crash', rates: { message: () => () => null } },
    metrics: { request: (...told: unknown[]) => void counted.push(told.slice(0, 3)) },
  } as unknown as Parameters<typeof unknownRequests>[0])(room);
  const left: unknown[] = [];
  const client = { leave: (code: number) => void left.push(code) } as unknown as Client;
  const frame = Buffer.from([Protocol.ROOM_DATA_BYTES, 0xa3, ...Buffer.from('any'), 1, 2]);
  (room as unknown as { _onMessage(client: Client, frame: Buffer): void })._onMessage(client, frame);
  expect(left).toEqual([CloseCode.WITH_ERROR]);
  expect(counted).toEqual([['crash', 'unknown', 'invalid_request']]);
});
