import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdOwnerLock } from '../../db/ownerLock.ts';
import { sessionStore } from '../../db/stores/sessions.ts';
import type { SessionSummary } from '../../domain/games/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';
import { playGame } from './playedGames.ts';

let db: TestDatabase;
let table: CrashTable;

beforeAll(async () => {
  db = await openTestDatabase();
  table = await CrashTable.own(db, 'main');
});
afterAll(() => db.dispose());

async function opened(
  of: Pick<TestDatabase, 'sessions'>,
  player: Player,
  startedAtMs = 1000,
): Promise<string> {
  const sessionId = randomUUID();
  value(
    await of.sessions.open({ sessionId, playerId: player.id, game: 'slots', variant: 'neon3', startedAtMs }),
  );
  return sessionId;
}

function spin(player: Player, sessionId: string, payoutCoins: number, endedAtMs: number) {
  return playGame(db, player, {
    ...{ game: 'slots', variant: 'neon3', betCoins: 100, payoutCoins, sessionId, endedAtMs },
    tally: payoutCoins > 0 ? { win: 1, scatters: 2 } : { lose: 1 },
  });
}

describe('sessions', () => {
  test('[GM10] a summary adds up the games of its session, and of no other', async () => {
    const player = await table.player();
    const before = await opened(db, player);
    await spin(player, before, 5000, 1500);
    const sessionId = await opened(db, player, 2000);
    await spin(player, before, 5000, 2100);
    await spin(player, sessionId, 250, 2500);
    await spin(player, sessionId, 0, 2600);
    await spin(player, sessionId, 50, 2700);
    const summary = value(await db.sessions.close(sessionId, 9000));
    expect(summary).toEqual({
      ...{ sessionId, game: 'slots', variant: 'neon3', startedAtMs: 2000, endedAtMs: 9000, durationMs: 7000 },
      ...{ rounds: 3, betCoins: 300, winCoins: 300, netCoins: 0, returnToPlayer: 1 },
      outcomes: { win: 2, scatters: 4, lose: 1 },
    });
    expect(value(await db.sessions.close(before, 9000))).toMatchObject({ rounds: 2, winCoins: 10_000 });
  });

  test('[GM10] nothing played: zeros, and no return', async () => {
    const sessionId = await opened(db, await table.player());
    expect(value(await db.sessions.close(sessionId, 1200))).toMatchObject({
      ...{
        rounds: 0,
        betCoins: 0,
        winCoins: 0,
        netCoins: 0,
        returnToPlayer: 0,
        outcomes: {},
        durationMs: 200,
      },
    });
  });

  test('[GM11] closing again, or twice at once, answers what was stored first', async () => {
    const player = await table.player();
    const other = await db.another();
    const sessionId = await opened(db, player);
    await spin(player, sessionId, 0, 1100);
    const [one, two] = (
      await Promise.all([db.sessions.close(sessionId, 2000), other.sessions.close(sessionId, 2001)])
    ).map(value);
    expect(one).toEqual(two);
    await spin(player, sessionId, 0, 1200);
    expect(value(await db.sessions.close(sessionId, 3000))).toEqual(one);
  });

  test('[GM12] a dead process’s sessions end with their last game; those of the living go on', async () => {
    const player = await table.player();
    const dead = randomUUID();
    const lock = await holdOwnerLock(db.url, dead);
    const dying = { sessions: sessionStore(db.pool, dead) };
    const living = await db.another();
    const [played, unplayed, mine, theirs] = [
      await opened(dying, player),
      await opened(dying, player),
      await opened(db, player),
      await opened(living, player),
    ];
    await spin(player, played, 0, 4000);
    await spin(player, played, 300, 5000);
    for (const session of [mine, theirs]) await spin(player, session, 0, 6000);
    expect(value(await db.sessions.closeAbandoned())).toBe(0);
    await lock.close();
    // Two that notice it at once end each session once between them.
    const swept = await Promise.all([db.sessions.closeAbandoned(), living.sessions.closeAbandoned()]);
    const sweptLater = value(await db.sessions.closeAbandoned());
    expect(swept.map(value).reduce((sum, count) => sum + count, sweptLater)).toBe(2);
    const { items } = await db.sessions.list(player.id, 10, null);
    expect(items).toMatchObject([
      { sessionId: played, endedAtMs: 5000, rounds: 2, winCoins: 300 },
      { sessionId: unplayed, endedAtMs: 1000, durationMs: 0, rounds: 0 },
    ]);
  });

  test('[GM13] newest first, page by page, each once, though several ended in one millisecond', async () => {
    const player = await table.player();
    const stranger = await opened(db, await table.player());
    value(await db.sessions.close(stranger, 2000));
    const ends = [2000, 2000, 2000, 2000, 2000, 3000, 3000, 1000];
    for (const endedAtMs of ends) value(await db.sessions.close(await opened(db, player), endedAtMs));
    await opened(db, player);
    for (const limit of [1, 2, 3, 8, 9]) {
      const seen: SessionSummary[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof db.sessions.list>> = await db.sessions.list(
          player.id,
          limit,
          cursor,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        if (page.next !== null) expect(page.next).toMatch(/^\d{1,18}$/);
        seen.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      expect(seen.map(({ endedAtMs }) => endedAtMs)).toEqual(ends.toSorted((a, b) => b - a));
      expect(new Set(seen.map(({ sessionId }) => sessionId)).size).toBe(ends.length);
    }
    // A cursor that is none is as good as none.
    expect((await db.sessions.list(player.id, 1, '7')).items[0]!.endedAtMs).toBe(3000);
  });
});
