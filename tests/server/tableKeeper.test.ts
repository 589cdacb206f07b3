import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LeaseStore } from '../../domain/crash/port.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { joinCluster, type Membership } from '../../server/cluster/membership.ts';
import { createReadiness } from '../../server/readiness.ts';
import { TableKeeper } from '../../server/tableKeeper.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let count = 0;

let membership: Membership;

beforeAll(async () => {
  db = await openTestDatabase();
  const memberId = db.ownerId;
  const bus = {
    memberId,
    publish() {},
    subscribe: () => () => {},
    onGap: () => () => {},
    close: async () => {},
  };
  membership = await joinCluster({
    ...{ store: db.cluster, bus, draining: () => false },
    self: { memberId, processId: 'process', publicAddress: '' },
    log: { info() {}, warn() {}, error() {} },
  });
});
afterAll(async () => {
  await membership.stop();
  await db.dispose();
});

/** A keeper of one table on the real leases, some of whose operations a test gets in the way of. */
function keeperOf(between: Partial<LeaseStore>) {
  const table = `t${++count}`;
  const errors: object[] = [];
  const opened: string[] = [];
  const rules = { ...DEFAULT_TABLES[0]!, table };
  const keeper = new TableKeeper({
    leases: { ...db.leases, ...between },
    membership,
    show: db.cluster.show,
    tables: [rules],
    log: { info() {}, warn() {}, error: (bindings) => void errors.push(bindings) },
    newUuid: randomUUID,
    onLeaseChange() {},
    openRoom: async (_table, ticket) => void opened.push(ticket),
  });
  const readiness = createReadiness({
    ping: () => db.ping(),
    keeper,
    tables: [rules],
    livesAnywhere: () => false,
    redisUp: () => null,
    draining: () => false,
    busy: () => false,
  });
  return { table, keeper, errors, opened, readiness };
}

test('an exception while a table is taken is logged, shown, and tried again', async () => {
  let tries = 0;
  const { keeper, errors, opened, readiness, table } = keeperOf({
    acquire: async (...asked) => {
      tries += 1;
      if (tries === 1) throw new TypeError('a bug');
      return db.leases.acquire(...asked);
    },
  });
  keeper.start();
  await expect.poll(() => keeper.health().troubled).toEqual([table]);
  expect(await readiness()).toMatchObject({ degraded: [`table:${table}`] });
  await expect.poll(() => opened.length, { timeout: 10_000 }).toBe(1);
  expect(errors).toEqual([{ err: new TypeError('a bug'), table, code: 'internal' }]);
  expect(await readiness()).toMatchObject({ degraded: [], checks: { tables: { held: [table] } } });
  keeper.stop();
  await keeper.giveUp(keeper.take(opened[0])!.tenure, 'drained');
});

test('renewals come one after the other, outlast exceptions, and the last heartbeat is the room’s', async () => {
  let running = 0;
  let most = 0;
  let renewals = 0;
  const slow = Promise.withResolvers<void>();
  const { keeper, opened, readiness, table } = keeperOf({
    renew: async (...asked) => {
      renewals += 1;
      running += 1;
      most = Math.max(most, running);
      try {
        if (renewals === 1) await slow.promise;
        if (renewals === 2) throw new TypeError('a bug');
        return await db.leases.renew(...asked);
      } finally {
        running -= 1;
      }
    },
  });
  keeper.start();
  await expect.poll(() => opened.length, { timeout: 10_000 }).toBe(1);
  const tenancy = keeper.take(opened[0])!;
  tenancy.attend({
    servedUntilMs: () => 100,
    shown: () => ({ phase: 'betting', players: 0, roomId: 'room' }),
    lost: () => {},
    handOver: () => {},
  });
  await expect.poll(() => renewals, { timeout: 10_000 }).toBe(1);
  // Longer than the pause between two renewals: a second one must not have started.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(renewals).toBe(1);
  slow.resolve();
  await expect.poll(() => keeper.health().troubled, { timeout: 10_000 }).toEqual([table]);
  expect(await readiness()).toMatchObject({ degraded: [`table:${table}`] });
  await expect.poll(() => keeper.health().troubled, { timeout: 10_000 }).toEqual([]);
  expect(most).toBe(1);
  keeper.stop();
  await keeper.giveUp(tenancy.tenure, 'drained', 250);
  const { rows } = await db.pool.query(
    'select owner, heartbeat_at_ms from table_lease where crash_table = $1',
    [table],
  );
  expect(rows).toEqual([{ owner: null, heartbeat_at_ms: '250' }]);
});
