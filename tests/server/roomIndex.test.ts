import { type IRoomCache, initializeRoomCache } from '@colyseus/core';
import { expect, test } from 'vitest';
import { MemberDriver } from '../../server/cluster/memberDriver.ts';

function room(roomId: string, more: Partial<IRoomCache>): IRoomCache {
  return initializeRoomCache({ roomId, processId: 'here', ...more });
}

test('rooms are found by id, by name, and by the fields that their kind is filtered by', async () => {
  const driver = new MemberDriver(null);
  const waiting = room('a', { name: 'rps_match', metadata: { betCoins: 100 } });
  await driver.insert(waiting);
  await driver.insert(room('b', { name: 'rps_match', metadata: { betCoins: 500 } }));
  await driver.insert(room('c', { name: 'lobby' }));
  const open = { name: 'rps_match', locked: false, private: false, betCoins: 100 };
  expect(await driver.findOne(open as never)).toBe(waiting);
  expect((await driver.query({ name: 'rps_match' })).map(({ roomId }) => roomId)).toEqual(['a', 'b']);
  expect(await driver.has('c')).toBe(true);
  expect(await driver.insert(room('a', { name: 'lobby' }))).toBe(false);
  driver.update(waiting, { $set: { locked: true }, $inc: { clients: 2 } });
  expect(waiting.clients).toBe(2);
  expect(await driver.findOne(open as never)).toBeUndefined();
  expect([driver.remove('a'), driver.remove('a')]).toEqual([true, false]);
  expect([...(await driver.findByIds(['a', 'b'])).keys()]).toEqual(['b']);
});
