import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Balances } from '../../client/sdk/index.ts';
import { PATIENT } from './support/rooms.ts';
import { quickTable, startTrial, type Trial } from './support/trial.ts';

let trial: Trial;

beforeAll(async () => {
  const tables = ['alpha', 'beta', 'gamma'].map((table) => quickTable(table));
  trial = await startTrial({ members: 3, tables: [...tables, quickTable('open', { bettingMs: 600_000 })] });
});
afterAll(() => trial?.end());

test('every table has one room, and whoever asks for it, wherever, is led there', PATIENT, async () => {
  for (const { table } of await trial.fleet.settled()) {
    const rooms = new Set<string>();
    for (const { url } of trial.fleet.members) {
      const ask = async () => {
        const body = JSON.stringify({ table });
        const asked = await fetch(`${url}/matchmake/joinOrCreate/crash`, { method: 'POST', body });
        const seat = (await asked.json()) as { roomId?: string; publicAddress?: string };
        if (seat.roomId) rooms.add(`${seat.roomId} ${seat.publicAddress}`);
        return asked.status;
      };
      await expect.poll(ask, PATIENT).toBe(200);
    }
    expect([...rooms]).toHaveLength(1);
  }
});

test('every member lists every table, with its room and where that is reached', async () => {
  const places = trial.fleet.members.map(async ({ url }) => {
    const { items } = (await (await fetch(`${url}/api/tables`)).json()) as {
      items: { table: string; roomId: string; publicAddress: string }[];
    };
    return items.map(({ table, roomId, publicAddress }) => `${table} ${roomId} ${publicAddress}`);
  });
  const [one, two, three] = await Promise.all(places);
  expect(one!.every((place) => /^\w+ [\w-]+ 127\.0\.0\.1:\d+$/.test(place))).toBe(true);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});

test('[RT7] members count a player’s requests together', PATIENT, async () => {
  const { accessToken } = await newGuest();
  const headers = { authorization: `Bearer ${accessToken}` };
  const { members } = trial.fleet;
  const path = '/api/backtests/00000000-0000-4000-8000-000000000000/result';
  const ask = async (url: string) => (await fetch(url + path, { headers })).status;
  // 50 of each member, which takes 100.
  for (let each = 0; each < 50; each += 1) await Promise.all(members.map(({ url }) => ask(url)));
  for (const { url } of members) {
    const statuses: number[] = [];
    // One that Redis answered late was counted by its member alone.
    while (statuses.length < 10 && statuses.at(-1) !== 429) statuses.push(await ask(url));
    expect(statuses.at(-1)).toBe(429);
  }
});

test('session rooms and the lobby are in the process that was asked', PATIENT, async () => {
  const { accessToken } = await newGuest();
  for (const { url } of trial.fleet.members) {
    for (const [room, options] of [
      ['lobby', {}],
      ['slots', { machine: 'neon3' }],
    ] as const) {
      const ask = async () => {
        const headers = { authorization: `Bearer ${accessToken}` };
        const body = JSON.stringify(options);
        const asked = await fetch(`${url}/matchmake/joinOrCreate/${room}`, { method: 'POST', body, headers });
        return ((await asked.json()) as { publicAddress?: string }).publicAddress;
      };
      await expect.poll(ask, PATIENT).toBe(new URL(url).host);
    }
  }
});

test(
  'a balance that changes at a table of one process is told in the lobby of another',
  PATIENT,
  async () => {
    const holder = await trial.fleet.holderOf('open');
    const elsewhere = trial.fleet.members.find((member) => member !== holder)!;
    const fetchElsewhere: typeof fetch = (input, init) => {
      const { pathname, search } = new URL(String(input));
      return fetch(new URL(pathname + search, elsewhere.url), init);
    };
    const player = await trial.guest({ fetch: fetchElsewhere });
    const told: (Partial<Balances> | null)[] = [];
    const lobby = await player.lobby().joined();
    player.balances.subscribe((balances) => told.push(balances));
    const before = (await player.me()).balances.coins;
    const table = await player.crash('open').joined();
    const { balanceCoins } = await table.bet({ amountCoins: 500 });
    expect(balanceCoins).toBe(before - 500);
    await expect.poll(() => told.at(-1)?.coins, PATIENT).toBe(before - 500);
    await table.cancel();
    await expect.poll(() => told.at(-1)?.coins, PATIENT).toBe(before);
    await lobby.leave();
  },
);

test(
  'another member gives a seat back to its owner alone, and leaves the owner’s connection to others',
  PATIENT,
  async () => {
    const [home, elsewhere] = trial.fleet.members.map(({ url }) => url) as [string, string];
    const [owner, other] = [await newGuest(), await newGuest()];
    const client = new Client(home);
    client.auth.token = owner.accessToken;
    const room = await client.create('slots', { machine: 'neon3' });
    room.reconnection.enabled = false;
    const left = new Promise((resolve) => room.onLeave.once(resolve));
    const [roomId, reconnectionToken] = room.reconnectionToken.split(':') as [string, string];
    const ask = async (accessToken?: string) => {
      const headers = new Headers(
        accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
      );
      const body = JSON.stringify({ reconnectionToken });
      const path = `${elsewhere}/matchmake/reconnect/${roomId}`;
      const asked = await fetch(path, { method: 'POST', body, headers });
      return (await asked.json()) as { error?: string; publicAddress?: string; sessionId?: string };
    };
    // Other members hear of a new room a moment later.
    await expect.poll(async () => (await ask()).error, PATIENT).toBe('unauthorized');
    expect(await ask(other.accessToken)).toMatchObject({ error: 'forbidden' });
    const spin = { key: crypto.randomUUID(), betCoins: 100 };
    expect(await room.request('spin', spin)).toMatchObject({ nonce: 0 });
    expect(await ask(owner.accessToken)).toMatchObject({
      ...{ publicAddress: new URL(home).host, sessionId: room.sessionId },
    });
    await left;
  },
);

test('the books agree', async () => {
  expect(await trial.fleet.reconcile()).toMatchObject({ differenceCoins: 0 });
});

async function newGuest(): Promise<{ accessToken: string }> {
  const guest = await trial.fleet.fetch('http://entry.test/api/auth/guest', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ageConfirmed: true }),
  });
  return (await guest.json()) as { accessToken: string };
}
