import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionStore } from '../../domain/games/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { fail } from '../../domain/result.ts';
import type { RpsOdds } from '../../domain/rps/odds.ts';
import rps from '../../domain/rps/rps.data.ts';
import { ANSWER_WITHIN_MS } from '../../rooms/answerInTime.ts';
import type { SessionClient } from '../../rooms/play/session.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { rpsRoom } from '../../rooms/rps/rpsRoom.ts';
import { createPlayerFeed } from '../../server/playerFeed.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordEvents } from '../support/events.ts';
import { quietStandings } from '../support/standings.ts';
import { until } from './harness.ts';

describe('the end of a session while the database is away', () => {
  let database: TestDatabase;
  let player: Player;
  let away: boolean;
  const events = recordEvents();

  beforeAll(async () => {
    database = await openTestDatabase();
    const patient = { id: randomUUID(), nickname: 'patient', bot: false, ageConfirmed: true };
    player = await database.identity.createPlayer(patient);
  });
  afterAll(() => database.dispose());

  /**
   * A session as its process holds it, without a socket: the database fails it as long as `away`.
   * @param begins when the database takes its beginning
   */
  async function join(begins: Promise<void> = Promise.resolve()) {
    const bugs: object[] = [];
    const sessions: SessionStore = {
      ...database.sessions,
      open: async (...begun) => {
        await begins;
        return database.sessions.open(...begun);
      },
      close: async (...ended) => (away ? fail('store_unavailable') : database.sessions.close(...ended)),
    };
    const ports = {
      ...{ sessions, games: database.games, seedPairs: database.seedPairs, ledger: database.ledger },
      ...{ feed: createPlayerFeed(), newUuid: randomUUID, events },
      clock: { nowMs: () => Date.now(), notBefore() {} },
      odds: { machines: new Map(), banners: new Map(), rps: { odds: rps, oddsHash: 'hash' } },
      log: { info() {}, warn() {}, error: (bindings: object) => void bugs.push(bindings) },
      ...quietStandings(),
      rates: { message: () => () => null },
      broadcasts: { live: () => [], subscribe: () => () => {} },
      playTime: { enters: () => () => {}, plays() {} },
    } as unknown as RoomPorts;
    const client = { auth: { player }, send() {} } as unknown as SessionClient<RpsOdds>;
    let leaving: Promise<void> | null = null;
    class Alone extends rpsRoom(ports) {
      override async lock(): Promise<void> {}
      override async disconnect(): Promise<void> {
        leaving = this.onLeave(client);
        await leaving;
      }
    }
    const session = new Alone();
    session.onCreate();
    away = false;
    const joined = session.onJoin(client);
    return { session, joined, bugs, disconnected: () => leaving !== null, left: async () => leaving };
  }
  async function open() {
    const opened = await join();
    await opened.joined;
    return opened;
  }
  const isListed = async ({ sessionId }: { sessionId: string }) =>
    (await database.sessions.list(player.id, 200, null)).items.some((ended) => ended.sessionId === sessionId);

  it('is stored once the database is back, when nobody had played for long', async () => {
    const { session, disconnected, left } = await open();
    away = true;
    session.endIdle();
    await until(disconnected);
    expect(await isListed(session)).toBe(false);
    away = false;
    await left();
    expect(await isListed(session)).toBe(true);
    await session.onDispose();
  });

  it('comes after its beginning, when the process stops while somebody joins', async () => {
    const { promise: begins, resolve: begin } = Promise.withResolvers<void>();
    const { session, joined, bugs, disconnected, left } = await join(begins);
    session.onBeforeShutdown();
    begin();
    await joined;
    await until(disconnected);
    await left();
    expect(bugs).toEqual([]);
    expect(await isListed(session)).toBe(true);
    await session.onDispose();
  });

  it('is left to the next process when this one stops, also while it ends already', async () => {
    for (const idle of [false, true]) {
      const { session, disconnected, left } = await open();
      away = true;
      if (idle) session.endIdle();
      session.onBeforeShutdown();
      await until(disconnected);
      await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS));
      away = false;
      await left();
      expect(await isListed(session)).toBe(false);
      await session.onDispose();
    }
  });
});
