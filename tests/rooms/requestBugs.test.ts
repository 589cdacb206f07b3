import type { Client, MessageContext, Room } from '@colyseus/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { playerRequest } from '../../rooms/requests.ts';

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
