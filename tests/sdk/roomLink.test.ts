import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectionStatus, type CrashTable, Fairground } from '../../client/sdk/index.ts';
import { startTableServer } from './support/tableServer.ts';

let server: Awaited<ReturnType<typeof startTableServer>>;
let fair: Fairground;
let table: CrashTable;

beforeEach(async () => {
  server = await startTableServer();
  fair = new Fairground({
    url: server.url,
    random: () => 0,
    watchdog: { pingEveryMs: 50, silenceMs: 150 },
  });
  await fair.guest();
  table = await fair.crash('main').joined();
});

afterEach(async () => {
  await fair.close();
  await server.stop();
});

/** Resolves when the connection has become so, from now on. */
function becomes(state: ConnectionStatus['state']): Promise<void> {
  return new Promise((resolve) => {
    const end = table.status.subscribe((status) => {
      if (status.state !== state) return;
      end();
      resolve();
    });
  });
}

describe('a seat in a room', () => {
  test('gives plain snapshots and the server’s clock', async () => {
    expect(table.state.value).toMatchObject({ table: 'main', phase: 'betting', game: 1, topBets: [] });
    expect(structuredClone(table.state.value)).toEqual(table.state.value);
    await expect.poll(() => table.clock.synced).toBe(true);
    expect(Math.abs(table.clock.offsetMs - server.clockOffsetMs)).toBeLessThanOrEqual(
      table.clock.errorMs + 1,
    );
  });

  test('carries its token in the header, and in no URL', () => {
    expect(server.tokens).toEqual(['token-1']);
    expect(server.socketUrls).toHaveLength(1);
    expect(server.socketUrls[0]).not.toMatch(/token-1|_authToken/);
  });

  test('is one seat however often it is asked for', async () => {
    expect(fair.crash('main')).toBe(table);
    await fair.crash('main').joined();
    expect(server.joins).toHaveLength(1);
  });

  test('comes back to the same seat after its socket was cut, however young it was', async () => {
    const live = becomes('live');
    server.cutSockets();
    await live;
    expect(server.joins).toEqual([
      { sessionId: server.joins[0]!.sessionId, reconnected: false },
      { sessionId: server.joins[0]!.sessionId, reconnected: true },
    ]);
    expect(server.roomCount()).toBe(1);
  });

  test('is the same seat though coming back to it was over a limit', async () => {
    let isLimited = true;
    const limited: typeof fetch = async (input, init) => {
      if (!isLimited || !String(input).includes('/matchmake/reconnect/')) return fetch(input, init);
      isLimited = false;
      const headers = { 'retry-after': '0' };
      return Response.json({ code: 429, error: 'rate_limited' }, { status: 429, headers });
    };
    const other = new Fairground({ url: server.url, random: () => 0, fetch: limited });
    await other.guest();
    table = await other.crash('main').joined();
    const live = becomes('live');
    server.cutSockets();
    await live;
    expect(isLimited).toBe(false);
    const joins = server.joins.filter(({ sessionId }) => sessionId !== server.joins[0]!.sessionId);
    expect(joins.map(({ reconnected }) => reconnected)).toEqual([false, true]);
    await other.close();
  });

  test('notices a server that keeps the socket open and says nothing', async () => {
    const gone = becomes('reconnecting');
    server.fallSilent();
    await gone;
    const live = becomes('live');
    server.speakAgain();
    await live;
    expect(server.joins.at(-1)!.reconnected).toBe(true);
  });

  test('joins anew when the room says that it has moved', async () => {
    const live = becomes('live');
    server.kick(4200);
    await live;
    expect(server.joins).toHaveLength(2);
    expect(server.joins[1]).toMatchObject({ reconnected: false });
    expect(server.joins[1]!.sessionId).not.toBe(server.joins[0]!.sessionId);
  });

  test('stays away when the server forbids it', async () => {
    const offline = becomes('offline');
    server.kick(4203);
    await offline;
    expect(table.status.value).toMatchObject({ error: { code: 'forbidden' } });
    expect(server.joins).toHaveLength(1);
  });

  test('stays away when the same player took the seat elsewhere: two tabs would take it in turns', async () => {
    const offline = becomes('offline');
    server.kick(4204);
    await offline;
    expect(table.status.value).toEqual({ state: 'offline', error: null });
    expect(server.joins).toHaveLength(1);
  });

  test('leaves for good: no seat is held and nobody comes back', async () => {
    await table.leave();
    expect(table.status.value).toEqual({ state: 'offline', error: null });
    await expect.poll(() => server.leaves).toEqual([4000]);
    await expect(table.bet({ amountCoins: 100 })).rejects.toMatchObject({ code: 'unreachable' });
    expect(fair.crash('main')).not.toBe(table);
  });
});

describe('a bet', () => {
  test('whose answer was lost with the socket is sent again with its key, and stands once', async () => {
    server.script.push('cut');
    const { betId, key } = await table.bet({ amountCoins: 100 });
    expect(server.seen.map((bet) => bet.key)).toEqual([key, key]);
    expect([...server.bets]).toEqual([[key, { betId, game: 1 }]]);
    expect(table.ownBet.value).toMatchObject({ betId, state: 'open', amountCoins: 100 });
  });

  test('that the store could not take is sent again with its key', async () => {
    server.script.push('store_unavailable', 'store_unavailable');
    const { key } = await table.bet({ amountCoins: 100 });
    expect(server.seen.map((bet) => bet.key)).toEqual([key, key, key]);
    expect(server.bets.size).toBe(1);
  });

  test('that was refused is not', async () => {
    server.script.push('round_closed');
    await expect(table.bet({ amountCoins: 100 })).rejects.toMatchObject({ code: 'round_closed' });
    expect(server.seen).toHaveLength(1);
    expect(table.ownBet.value).toBeNull();
  });

  test('names the round it was meant for', async () => {
    await table.bet({ amountCoins: 100 });
    expect(server.seen[0]).toMatchObject({ game: 1 });
  });

  test('is not for spectators', async () => {
    const watching = await fair.watch('main').joined();
    expect(server.tokens.at(-1)).toBeNull();
    await expect(watching.bet({ amountCoins: 100 })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(server.seen).toEqual([]);
  });
});

describe('joining', () => {
  test('is tried again while the server is busy', async () => {
    server.refuseJoins('busy', 2);
    const turbo = await fair.crash('turbo').joined();
    expect(turbo.state.value?.table).toBe('turbo');
  });

  test('fails with the server’s code when trying again would not help', async () => {
    server.refuseJoins('not_found', 1);
    await expect(fair.crash('nowhere').joined()).rejects.toMatchObject({ code: 'not_found' });
  });

  test('renews a token that was refused, and joins with the new one', async () => {
    server.refuseToken('token-1');
    await fair.crash('turbo').joined();
    expect(server.tokens.slice(-2)).toEqual(['token-1', 'token-2']);
  });
});
