import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tenure } from '../../domain/crash/port.ts';
import type { CrashWorld } from './crashWorld.ts';

/** Who holds a table, for any store. */
export function leaseStoreContract(name: string, open: () => Promise<CrashWorld>): void {
  describe(name, () => {
    let db: CrashWorld;
    let table = '';
    let count = 0;

    beforeAll(async () => {
      db = await open();
    });
    afterAll(() => db.dispose());
    beforeEach(() => {
      table = `t${++count}`;
    });

    async function acquire(owner: string): Promise<Tenure | null> {
      const result = await db.leases.acquire(table, owner);
      if (!result.ok) throw new Error(result.error.code);
      return result.value;
    }

    test('one owner at a time; each taking raises the fence', async () => {
      const other = await db.process();
      const first = await acquire(db.ownerId);
      expect(first).toEqual({ lease: `crash/${table}`, table, owner: db.ownerId, fence: 1 });
      expect(await acquire(other.owner)).toBeNull();
      await db.leases.release(first!, null);
      expect(await acquire(other.owner)).toMatchObject({ owner: other.owner, fence: 2 });
      expect(await acquire(db.ownerId)).toBeNull();
      await other.die();
    });

    test('an expired lease may be taken while its owner lives', async () => {
      const other = await db.process();
      await acquire(db.ownerId);
      await db.expire(table);
      expect(await acquire(other.owner)).toMatchObject({ fence: 2 });
      await other.die();
    });

    test('the lease of a process that is gone may be taken at once', async () => {
      const other = await db.process();
      expect(await acquire(other.owner)).toMatchObject({ fence: 1 });
      expect(await acquire(db.ownerId)).toBeNull();
      await other.die();
      expect(await acquire(db.ownerId)).toMatchObject({ fence: 2 });
    });

    test('renewing works after the expiry, as long as nobody took the lease over', async () => {
      const other = await db.process();
      const mine = (await acquire(db.ownerId))!;
      await db.expire(table);
      const renewed = await db.leases.renew(mine, 123);
      expect(renewed.ok && Math.abs(renewed.value.databaseNowMs - (await db.nowMs()))).toBeLessThan(5_000);
      expect(await acquire(other.owner)).toBeNull();
      await db.expire(table);
      const taken = (await acquire(other.owner))!;
      expect(await db.leases.renew(mine, 456)).toMatchObject({ ok: false, error: { code: 'fenced' } });
      await db.leases.release(mine, 456);
      expect(await acquire(db.ownerId)).toBeNull();
      expect(await db.lease(table)).toEqual({ heartbeatAtMs: 123, fence: 2 });
      expect(await db.leases.renew(taken, null)).toMatchObject({ ok: true });
      await other.die();
    });

    test('of many that reach for it at once one gets it', async () => {
      const contenders = await Promise.all(Array.from({ length: 6 }, () => db.process()));
      const tenures = await Promise.all(contenders.map(({ owner }) => acquire(owner)));
      expect(tenures.filter((tenure) => tenure !== null)).toHaveLength(1);
      for (const contender of contenders) await contender.die();
    });

    test('a heartbeat never goes back, and the last one is written at the release', async () => {
      const heartbeat = async () => (await db.lease(table)).heartbeatAtMs;
      const mine = (await acquire(db.ownerId))!;
      await db.leases.renew(mine, null);
      expect(await heartbeat()).toBeNull();
      for (const [atMs, stored] of [
        [200, 200],
        [150, 200],
        [null, 200],
        [300, 300],
      ] as const) {
        await db.leases.renew(mine, atMs);
        expect(await heartbeat()).toBe(stored);
      }
      await db.leases.release(mine, 350);
      expect(await heartbeat()).toBe(350);
      const again = (await acquire(db.ownerId))!;
      expect(await heartbeat()).toBe(350);
      await db.leases.release(again, null);
      expect(await heartbeat()).toBe(350);
    });
  });
}
