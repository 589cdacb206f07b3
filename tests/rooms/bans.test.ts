import { Client, type Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { CashoutAnswer } from '../../domain/protocol/crash.ts';
import { queryServer } from '../support/serverDatabase.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { betWhenOpen, enter, type Guest, guest, sit, until, watch } from './harness.ts';
import { bothCommitted, leave, reveal } from './rpsMatchPlayer.ts';
import { matchmake, openSession } from './sessions.ts';

const { forbidden } = CLOSE_CODES;
const FORBIDDEN = { code: 'forbidden', details: { bannedUntilMs: expect.any(Number) } };
/** Most flights get far beyond this, and it is soon there. */
const AUTO_HUNDREDTHS = 120;

describe.concurrent('a ban', () => {
  let server: ServerProcess;
  let admin: Guest;

  beforeAll(async () => {
    const limits = { minBetCoins: 100, maxBetCoins: 1_000, maxPayoutCoins: 100_000, edgePercent: 1 };
    const times = { bettingMs: 2_500, pauseMs: 300 };
    server = await startServer({
      tables: [{ table: 'flight', ...limits, maxRoundPayoutCoins: 1_000_000, ...times }],
    });
    admin = await guest(server.url);
    await queryServer(server, `update player set role = 'admin' where id = $1`, [admin.id]);
  }, 120_000);
  afterAll(() => server.dispose());

  async function order({ id }: Guest, what: 'ban' | 'unban', body: object): Promise<void> {
    const response = await fetch(`${server.url}/api/admin/players/${id}/${what}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'a test', ...body }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
  const ban = (player: Guest) => order(player, 'ban', { untilMs: Date.now() + 3_600_000 });

  async function attendLobby(player: Guest): Promise<{ room: Room; closed: Promise<number> }> {
    const client = new Client(server.url);
    client.auth.token = player.accessToken;
    const room = await enter(client, 'lobby');
    room.reconnection.enabled = false;
    for (const type of ['balance', 'tables', 'notice']) room.onMessage(type, () => {});
    const closed = new Promise<number>((resolve) => {
      room.onLeave((code) => resolve(code));
      room.onDrop((code) => resolve(code));
    });
    return { room, closed };
  }

  const seat = (player: Guest) => sit(server.url, player.accessToken, 'flight');

  it('in flight: a bet can be cashed out, another is refused, and the room closes once it has ended', async () => {
    for (;;) {
      const player = await guest(server.url);
      const lobby = await attendLobby(player);
      const table = await seat(player);
      const { betId } = await betWhenOpen(table, { amountCoins: 500 });
      await until(() => table.state().phase === 'flying');
      await ban(player);
      const bet = { key: crypto.randomUUID(), amountCoins: 100 };
      const refusal = (error: { reason?: { code: string } }) => error.reason ?? null;
      const [again, cashed] = await Promise.all([
        table.room.request('bet', bet).catch(refusal),
        table.room.request<unknown, CashoutAnswer>('cashout', { betId }).catch(refusal),
      ]);
      expect(await table.closed).toBe(forbidden);
      expect(await lobby.closed).toBe(forbidden);
      // A flight that was over before the ban, or before the answer, shows nothing: another one will.
      if (cashed === null || 'code' in cashed) {
        if (again !== null) expect(again).toMatchObject(FORBIDDEN);
        expect(cashed?.code ?? 'too_late').toBe('too_late');
        expect(table.ownBets.at(-1)).toMatchObject({ betId, state: 'lost' });
        continue;
      }
      // The cash-out may end the seat before the refusal is said.
      if (again === null) continue;
      expect(again).toMatchObject(FORBIDDEN);
      expect(cashed).toMatchObject({ payoutCoins: expect.any(Number) });
      expect(table.ownBets.at(-1)).toMatchObject({ betId, state: 'cashed' });
      return;
    }
  }, 120_000);

  it('in flight: a bet that is let be flies to its end, and who has none leaves at once', async () => {
    const [rider, idler] = [await guest(server.url), await guest(server.url)];
    const [table, idle, lobby] = [await seat(rider), await seat(idler), await attendLobby(rider)];
    await betWhenOpen(table, { amountCoins: 100, autoCashoutHundredths: AUTO_HUNDREDTHS });
    await until(() => table.state().phase === 'flying');
    await Promise.all([ban(rider), ban(idler)]);
    expect(await idle.closed).toBe(forbidden);
    expect(await table.closed).toBe(forbidden);
    expect(['cashed', 'lost']).toContain(table.ownBets.at(-1)!.state);
    expect(await lobby.closed).toBe(forbidden);
  }, 120_000);

  it('while betting: the bet may be given back, and the seat ends with it', async () => {
    const player = await guest(server.url);
    const table = await seat(player);
    for (let given = false; !given; ) {
      const { betId } = await betWhenOpen(table, { amountCoins: 100 });
      await ban(player);
      given = await table.room.request('cancel', { betId }).then(
        () => true,
        () => false,
      );
      if (given) break;
      // The window had closed: the bet flies to its end, and the seat ends with that.
      return expect(await table.closed).toBe(forbidden);
    }
    expect(await table.closed).toBe(forbidden);
  }, 120_000);

  it('ends a session after its game, refuses another game and another session, and is over when it is lifted', async () => {
    const player = await guest(server.url);
    const open = () => openSession(server.url, player.accessToken, 'slots', { machine: 'neon3' });
    const { room, summaries, closed } = await open();
    const key = crypto.randomUUID();
    const spin = await room.request('spin', { key, betCoins: 100 });
    expect(spin).toMatchObject({ gameId: expect.any(String) });
    const late = ban(player).then(() =>
      room.request('spin', { key: crypto.randomUUID(), betCoins: 100 }).then(
        () => 'answered',
        (error: { reason?: { code: string } }) => error.reason?.code ?? 'closed',
      ),
    );
    expect(await closed).toBe(forbidden);
    // By then the session is over, or was never asked.
    expect(['forbidden', 'not_found', 'closed']).toContain(await late);
    expect(summaries).toMatchObject([{ rounds: 1 }]);
    expect(await matchmake(server.url, 'create/slots', player.accessToken, { machine: 'neon3' })).toEqual({
      status: 403,
      body: { code: 403, error: 'forbidden' },
    });
    await order(player, 'unban', {});
    const back = await open();
    expect(await back.room.request('spin', { key, betCoins: 100 })).toEqual(spin);
    await back.room.leave();
  }, 120_000);

  it('lets a match be played to its end, and takes no other', async () => {
    const { players, choices } = await bothCommitted(server.url, 1_000, ['rock', 'scissors']);
    const [banned, other] = players;
    await ban(banned.guest);
    await reveal(banned, choices[0]);
    await reveal(other, choices[1]);
    expect(await banned.closed).toBe(forbidden);
    expect(banned.results).toMatchObject([{ outcome: 'win' }]);
    await until(() => other.results.length > 0 && other.matches.at(-1)!.phase === 'waiting');
    await leave(other);
  }, 120_000);

  it('closes what is only watched', async () => {
    const player = await guest(server.url);
    const lobby = await attendLobby(player);
    const table = await seat(player);
    await ban(player);
    expect([await table.closed, await lobby.closed]).toEqual([forbidden, forbidden]);
    const client = new Client(server.url);
    // Without the account one may watch as anybody may.
    const spectator = await watch(await enter(client, 'crash', { table: 'flight' }));
    await spectator.room.leave();
  }, 120_000);
});
