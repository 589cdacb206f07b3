import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyStore } from '../../db/stores/keys.ts';
import type { SigningKey } from '../../domain/identity/port.ts';
import { testCipher } from '../support/cipher.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

/** All that stands in a table, as text: bytes as hex. */
async function everythingIn(table: string): Promise<string> {
  const { rows } = await db.pool.query(`select t::text as row from ${table} t`);
  return rows.map(({ row }) => row).join('\n');
}

const chain = (table: string, status: 'active' | 'announced', firstGame: number) => ({
  ...{ table, length: 2500, terminator: `end of ${table} ${firstGame}`, salt: '', saltSource: '' },
  ...{ edgePercent: 1, firstGame, status },
});

describe('seed chains', () => {
  test('checkpoints come back as they were, and do not stand in the database in the clear', async () => {
    const hashes = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const stored = await db.chains.insert(chain('main', 'active', 1), hashes);
    expect(stored).toMatchObject({ table: 'main', status: 'active', firstGame: 1 });
    for (const [index, hash] of hashes.entries()) {
      expect(Buffer.from(await db.chains.checkpoint(stored.id, index))).toEqual(hash);
      expect(await everythingIn('seed_checkpoint')).not.toContain(hash.toString('hex'));
    }
    await expect(db.chains.checkpoint(stored.id, 3)).rejects.toThrow('no checkpoint 3');
  });

  test('a checkpoint that was moved to another place does not open', async () => {
    const stored = await db.chains.insert(chain('moved', 'active', 1), [randomBytes(32), randomBytes(32)]);
    await db.pool.query(
      `update seed_checkpoint set sealed = (select sealed from seed_checkpoint where chain_id = $1 and index = 0)
        where chain_id = $1 and index = 1`,
      [stored.id],
    );
    await expect(db.chains.checkpoint(stored.id, 1)).rejects.toThrow();
  });

  test('the announced chain follows the active one; activating twice changes nothing', async () => {
    const first = await db.chains.insert(chain('turbo', 'active', 1), [randomBytes(32)]);
    const second = await db.chains.insert(chain('turbo', 'announced', 2501), [randomBytes(32)]);
    await expect(db.chains.insert(chain('turbo', 'announced', 5001), [randomBytes(32)])).rejects.toThrow();
    for (let n = 0; n < 2; n++) await db.chains.activate(second.id);
    expect(await db.chains.chains('turbo')).toEqual([
      { ...first, status: 'finished' },
      { ...second, status: 'active' },
    ]);
    expect(await db.chains.chains('none')).toEqual([]);
  });
});

describe('signing keys', () => {
  const key = (purpose: SigningKey['purpose']): SigningKey => ({
    ...{ kid: randomUUID(), purpose, algorithm: 'EdDSA', privateKey: randomBytes(48), createdAtMs: 5 },
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'abc' },
  });

  test('two members that start at once end up with the same key', async () => {
    const other = await db.another();
    const [mine, theirs] = [key('receipt'), key('receipt')];
    const [a, b] = await Promise.all([db.keys.ensure(mine, 0), other.keys.ensure(theirs, 0)]);
    expect(a).toEqual(b);
    expect([mine.kid, theirs.kid]).toContain(a.kid);
  });

  test('of members that find a key too old, one makes its successor; the old one stays', async () => {
    const other = await db.another();
    const old = await db.keys.ensure(key('receipt'), 0);
    const next = () => ({ ...key('receipt'), createdAtMs: old.createdAtMs + 10 });
    const [a, b] = await Promise.all([
      db.keys.ensure(next(), old.createdAtMs),
      other.keys.ensure(next(), old.createdAtMs),
    ]);
    expect(a).toEqual(b);
    expect(a.kid).not.toBe(old.kid);
    const receipts = (await db.keys.keys()).filter(({ purpose }) => purpose === 'receipt');
    expect(receipts.map(({ kid }) => kid)).toEqual([old.kid, a.kid]);
  });

  test('a key comes back whole; its private half is not in the database in the clear', async () => {
    const mine = { ...key('access'), algorithm: 'HS256' as const, publicJwk: null };
    const { privateKey, ...rest } = await db.keys.ensure(mine, 0);
    expect(Buffer.from(privateKey)).toEqual(mine.privateKey);
    expect({ ...rest, privateKey: mine.privateKey }).toEqual(mine);
    expect((await db.keys.keys()).map(({ purpose }) => purpose).sort()).toEqual([
      'access',
      'receipt',
      'receipt',
    ]);
    expect(await everythingIn('signing_key')).not.toContain(Buffer.from(mine.privateKey).toString('hex'));
  });

  test('under another key: one line that names the setting', async () => {
    const strangers = keyStore(db.orm, testCipher());
    await expect(strangers.keys()).rejects.toThrow(/^SECRETS_KEY .* is not the one .*sealed with[^\n]*$/);
  });
});

describe('notices', () => {
  const notice = (playerId: string, dedupeKey: string, kind: string, data: Record<string, unknown>) =>
    db.notices.appendAll([{ playerId, dedupeKey, kind, data }]);

  test('are numbered per player without gaps, once per dedupe key, until acknowledged', async () => {
    const player = await db.identity.createPlayer({
      id: randomUUID(),
      nickname: 'Nan',
      bot: false,
      ageConfirmed: true,
    });
    const keys = Array.from({ length: 5 }, () => randomUUID());
    await Promise.all(keys.flatMap((key) => [0, 1].map(() => notice(player.id, key, 'round', { key }))));
    const pending = await db.notices.pending(player.id);
    expect(pending.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(pending.map(({ data }) => data.key))).toEqual(new Set(keys));
    await db.notices.acknowledge(player.id, 3);
    await db.notices.acknowledge(player.id, 1);
    await db.notices.acknowledge(player.id, 3);
    expect((await db.notices.pending(player.id)).map(({ sequence }) => sequence)).toEqual([4, 5]);
    await db.notices.acknowledge(player.id, 999);
    expect(await db.notices.pending(player.id)).toEqual([]);
    expect(await notice(player.id, randomUUID(), 'more', {})).toMatchObject([{ sequence: 6 }]);
    expect(await db.notices.pending(player.id)).toHaveLength(1);
  });

  test('for thousands at once: numbered like single ones, and a repeat changes nothing', async () => {
    const players = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        db.identity.createPlayer({ id: randomUUID(), nickname: `m${n}`, bot: false, ageConfirmed: true }),
      ),
    );
    const entries = Array.from({ length: 2_000 }, (_, n) => ({
      ...{ playerId: players[n % players.length]!.id, dedupeKey: randomUUID(), kind: 'round' },
      data: { n },
    }));
    const early = entries[80]!;
    await db.notices.appendAll([early]);
    // Both ways round at the same time: neither deadlocks, both answer the same notices.
    const backwards = entries.toReversed();
    const [forth, back] = await Promise.all([
      db.notices.appendAll(entries),
      db.notices.appendAll([...backwards, backwards[0]!]),
    ]);
    expect(forth.map(({ playerId, data }) => [playerId, data])).toEqual(
      entries.map(({ playerId, data }) => [playerId, data]),
    );
    expect(back.slice(0, -1).toReversed()).toEqual(forth);
    expect(back.at(-1)).toEqual(back[0]);
    for (const { id } of players) {
      const pending = await db.notices.pending(id);
      expect(pending.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    }
    expect(forth[80]).toMatchObject({ sequence: 1 });
    expect(await db.notices.appendAll([])).toEqual([]);
  });
});
