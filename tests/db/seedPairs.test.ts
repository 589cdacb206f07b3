import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/open.ts';
import { sha256Hex } from '../../domain/fairness/sha256.ts';
import type { RevealedPair } from '../../domain/games/seeds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';
import { playGame, postGame } from './playedGames.ts';

let db: TestDatabase;
let other: Database;
let table: CrashTable;

beforeAll(async () => {
  db = await openTestDatabase();
  other = await db.another();
  table = await CrashTable.own(db, 'main');
});
afterAll(() => db.dispose());

const SPIN = { game: 'slots', variant: 'neon3', betCoins: 1, payoutCoins: 0 } as const;

async function pairsOf(playerId: string): Promise<{ status: string; nonce: number; pair_id: string }[]> {
  const { rows } = await db.pool.query(
    'select pair_id, status, nonce from seed_pair where player_id = $1 order by status',
    [playerId],
  );
  return rows;
}

describe('seed pairs', () => {
  test('[GM1] whoever asks first, at once, in whatever process: one active pair and one successor', async () => {
    for (let round = 0; round < 20; round++) {
      const playerId = randomUUID();
      const answers = await Promise.all([
        db.seedPairs.seeds(playerId),
        other.seedPairs.seeds(playerId),
        db.seedPairs.rotate(playerId, null),
        other.seedPairs.activePair(playerId),
        db.seedPairs.seeds(playerId),
      ]);
      expect(answers.every(({ ok }) => ok)).toBe(true);
      expect((await pairsOf(playerId)).map(({ status }) => status)).toEqual(['active', 'next', 'revealed']);
      expect(await db.seedPairs.seeds(playerId)).toEqual(await other.seedPairs.seeds(playerId));
    }
  });

  test('[GM2] what is published is the SHA-256 of the seed’s 64 hex characters', async () => {
    const playerId = randomUUID();
    const view = value(await db.seedPairs.seeds(playerId));
    const pair = value(await other.seedPairs.activePair(playerId));
    expect(pair.serverSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(view).toEqual({
      ...{ pairId: pair.pairId, serverSeedHash: sha256Hex(pair.serverSeed), clientSeed: pair.clientSeed },
      ...{ nextServerSeedHash: expect.stringMatching(/^[0-9a-f]{64}$/), chosenByPlayer: false, nonce: 0 },
    });
    expect(view.nextServerSeedHash).not.toBe(view.serverSeedHash);
    expect(pair.clientSeed).toMatch(/^[0-9a-f]{32}$/);
  });

  test('[GM3] rotating reveals the active seed, and activates exactly the announced one', async () => {
    const player = await table.player();
    const seen = new Set<string>();
    for (let games = 0; games < 4; games++) {
      const before = value(await db.seedPairs.seeds(player.id));
      for (let nonce = 0; nonce < games; nonce++) await playGame(db, player, SPIN);
      const { revealed, active } = value(await other.seedPairs.rotate(player.id, `my own seed ${games}`));
      expect(revealed).toEqual({
        ...{ pairId: before.pairId, serverSeedHash: before.serverSeedHash, clientSeed: before.clientSeed },
        ...{ serverSeed: expect.any(String), gameCount: games },
      });
      expect(sha256Hex(revealed.serverSeed)).toBe(before.serverSeedHash);
      expect(active).toMatchObject({
        ...{ serverSeedHash: before.nextServerSeedHash, clientSeed: `my own seed ${games}`, nonce: 0 },
      });
      expect(value(await db.seedPairs.seeds(player.id))).toEqual(active);
      seen.add(active.nextServerSeedHash).add(before.serverSeedHash);
    }
    // Pairs 0 to 3 were revealed, 4 is active, 5 is announced.
    expect(seen.size).toBe(6);
  });

  test('[GM4] a client seed counts as chosen when it is given, and this player never used it', async () => {
    const [mine, another] = [randomUUID(), randomUUID()];
    const rotate = async (playerId: string, clientSeed: string | null) =>
      value(await db.seedPairs.rotate(playerId, clientSeed)).active;
    const ours = value(await db.seedPairs.seeds(mine)).clientSeed;
    const steps: [given: string | null, chosen: boolean][] = [
      ['a', true],
      ['a', false],
      [null, false],
      ['b', true],
      ['a', false],
      [ours, false],
      ['A', true],
    ];
    for (const [given, chosen] of steps) {
      expect(await rotate(mine, given), `${given}`).toMatchObject({
        ...{ chosenByPlayer: chosen, clientSeed: given ?? expect.stringMatching(/^[0-9a-f]{32}$/) },
      });
    }
    expect(await rotate(another, 'a')).toMatchObject({ chosenByPlayer: true });
  });

  test('[GM3] rotations at once follow each other: each reveals what the one before activated', async () => {
    const playerId = randomUUID();
    const first = value(await db.seedPairs.seeds(playerId));
    const rotations = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? db : other).seedPairs.rotate(playerId, null)),
    );
    const byRevealed = new Map(rotations.map(value).map((turn) => [turn.revealed.pairId, turn]));
    expect(byRevealed.size).toBe(12);
    let { pairId, nextServerSeedHash } = first;
    for (let n = 0; n < 12; n++) {
      const { active } = byRevealed.get(pairId)!;
      expect(active.serverSeedHash).toBe(nextServerSeedHash);
      ({ pairId, nextServerSeedHash } = active);
    }
    expect(value(await db.seedPairs.seeds(playerId)).pairId).toBe(pairId);
  });

  test('[GM5] 200 rotations against 200 games of another process: no revealed pair gets a game', async () => {
    const player = await table.player();
    const revealed: RevealedPair[] = [];
    const rotate = async () => {
      for (let n = 0; n < 200; n++) {
        revealed.push(value(await db.seedPairs.rotate(player.id, null)).revealed);
      }
    };
    let outdated = 0;
    const play = async (slot: number) => {
      for (let played = 0; played < 50; ) {
        const pair = value(await other.seedPairs.activePair(player.id));
        const { result } = await postGame(other, player, pair, SPIN);
        if (result.ok) played++;
        else expect(result.error.code, `game ${played} of ${slot}`).toBe('outdated');
        if (!result.ok) outdated++;
      }
    };
    await Promise.all([rotate(), ...[0, 1, 2, 3].map(play)]);
    expect(outdated).toBeGreaterThan(0);
    const last = value(await db.seedPairs.rotate(player.id, null)).revealed;
    const { rows } = await db.pool.query<{ pair_id: string; nonces: number[] }>(
      `select pair_id, array_agg(nonce order by nonce) as nonces from game where player_id = $1 group by pair_id`,
      [player.id],
    );
    const nonces = new Map(rows.map((row) => [row.pair_id, row.nonces]));
    // What a pair's revelation said is what it has, now that everything is over.
    for (const { pairId, gameCount } of [...revealed, last]) {
      expect(nonces.get(pairId) ?? []).toEqual(Array.from({ length: gameCount }, (_, n) => n));
      nonces.delete(pairId);
    }
    expect(nonces.size).toBe(0);
    expect([...revealed, last].reduce((sum, { gameCount }) => sum + gameCount, 0)).toBe(200);
  });

  test('[GM6] no seed lies readable in the database, and none opens in another pair’s place', async () => {
    const playerId = randomUUID();
    const { serverSeed, pairId } = value(await db.seedPairs.activePair(playerId));
    const { rows } = await db.pool.query('select p::text as row from seed_pair p');
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).toContain(sha256Hex(serverSeed));
    for (const spelling of [serverSeed, Buffer.from(serverSeed).toString('hex')]) {
      expect(stored).not.toContain(spelling);
    }
    const stranger = randomUUID();
    await db.seedPairs.seeds(stranger);
    await db.pool.query(
      `update seed_pair set sealed = (select sealed from seed_pair where pair_id = $1)
        where player_id = $2 and status = 'active'`,
      [pairId, stranger],
    );
    await expect(db.seedPairs.activePair(stranger)).rejects.toThrow();
  });

  test('[GM3] a rotation that can not have its locks in time changes nothing, and says so', async () => {
    const playerId = randomUUID();
    const before = value(await db.seedPairs.seeds(playerId));
    const blocker = new pg.Client({ connectionString: db.url });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query(`select 1 from seed_pair where player_id = $1 and status = 'next' for update`, [
      playerId,
    ]);
    expect(await other.seedPairs.rotate(playerId, 'never used')).toMatchObject({
      error: { code: 'store_unavailable' },
    });
    await blocker.end();
    expect(value(await db.seedPairs.seeds(playerId))).toEqual(before);
  });
});
