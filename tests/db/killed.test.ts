import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';
import type { Database } from '../../db/open.ts';
import { StoreUnavailableError } from '../../db/storeUnavailable.ts';
import { mintOf } from '../../domain/ledger/accounts.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';
import { testCipher } from '../support/cipher.ts';
import { openFor } from '../support/openFor.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

let dir: string;
let embedded: Embedded;
let db: Database;

beforeAll(async () => {
  dir = await temporaryDirectory('fairground-killed-');
  // Real durability: the default settings.
  embedded = await startEmbedded(dir, { settings: { shared_buffers: '32MB' } });
  db = await openFor(embedded.url, testCipher());
});
afterAll(async () => {
  await db.close();
  await embedded.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

test('[LE19] killed under load, PostgreSQL comes back with every acknowledged posting, once', async () => {
  const players = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      db.identity.createPlayer({ id: randomUUID(), nickname: `p${n}`, bot: false, ageConfirmed: true }),
    ),
  );
  const acknowledged = new Set<string>();
  let stop = false;
  const callers = Array.from({ length: 100 }, async (_, n) => {
    const account = players[n % players.length]!.accounts.coins;
    while (!stop) {
      const item: LedgerItem = {
        ...{ key: randomUUID(), fingerprint: 0n, kind: 'grant.admin', answerAccountId: account },
        legs: [{ debitAccountId: mintOf('coins'), creditAccountId: account, amount: 1 }],
        ...{ ref: null, claim: null, row: null },
      };
      for (;;) {
        const result = await db.ledger.post(item);
        if (result.ok) {
          acknowledged.add(item.key);
          break;
        }
        // The only refusal there is; its outcome is unknown, so the same key goes again.
        expect(result.error.code).toBe('store_unavailable');
      }
    }
  });
  const enough = (count: number) =>
    expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(count);
  for (let kill = 0; kill < 3; kill++) {
    const before = acknowledged.size;
    await enough(before + 300);
    const { pid } = embedded;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => embedded.pid, { timeout: 20_000 }).not.toBe(pid);
  }
  await enough(acknowledged.size + 300);
  stop = true;
  await Promise.all(callers);

  const { rows } = await db.pool.query<{ idem_key: string }>('select idem_key from transfer');
  const written = rows.map((row) => row.idem_key);
  expect(new Set(written).size).toBe(written.length);
  expect(new Set(written)).toEqual(acknowledged);
  const { rows: balances } = await db.pool.query(
    `select sum(balance) as total, sum(balance) filter (where kind = 'player') as players from account`,
  );
  expect(balances).toEqual([{ total: '0', players: String(acknowledged.size) }]);
});

test('[LE19] while PostgreSQL does not answer, every store says so, and works again by itself afterwards', async () => {
  const player = await db.identity.createPlayer({
    id: randomUUID(),
    nickname: 'Zoe',
    bot: false,
    ageConfirmed: true,
  });
  const tenure = (await db.leases.acquire('main', randomUUID())) as { value: NonNullable<unknown> };
  expect(tenure.value).not.toBeNull();
  const item: LedgerItem = {
    ...{ key: randomUUID(), fingerprint: 0n, kind: 'grant.admin', answerAccountId: player.accounts.coins },
    legs: [{ debitAccountId: mintOf('coins'), creditAccountId: player.accounts.coins, amount: 5 }],
    ...{ ref: null, claim: null, row: null },
  };
  const { pid } = embedded;
  process.kill(pid, 'SIGKILL');
  const unavailable = { ok: false, error: { code: 'store_unavailable' } };
  // Each of these is asked until the outage is seen: right after the kill, backends may still answer.
  await expect
    .poll(() => db.crash.bet(player.id), { timeout: 20_000, interval: 1 })
    .toMatchObject(unavailable);
  const posted = await db.ledger.post(item);
  if (!posted.ok) expect(posted).toMatchObject(unavailable);
  await db.ping().catch((error) => expect(error).toBeInstanceOf(StoreUnavailableError));

  await expect.poll(() => embedded.pid, { timeout: 20_000 }).not.toBe(pid);
  await expect
    .poll(() => db.ledger.post(item), { timeout: 20_000 })
    .toMatchObject({ ok: true, value: { balance: 5 } });
  expect(await db.identity.balances(player)).toMatchObject({ coins: 5 });
  expect(await db.ledger.lookup(item.key)).toMatchObject({ ok: true, value: { balance: 5 } });
  expect(await db.crash.bet(player.id)).toEqual({ ok: true, value: null });
  await db.ping();
});
