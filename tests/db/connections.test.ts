import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { isUnavailable, StoreUnavailableError } from '../../db/storeUnavailable.ts';
import { orThrow, transact } from '../../db/transact.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable } from './crashTable.ts';

let db: TestDatabase;
let uncaught: Error[] = [];
const onUncaught = (error: Error) => void uncaught.push(error);

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());
beforeEach(() => {
  uncaught = [];
  process.on('uncaughtException', onUncaught);
});
afterEach(() => process.off('uncaughtException', onUncaught));

const backendOf = async (client: { query(sql: string): Promise<{ rows: { pid: number }[] }> }) =>
  (await client.query('select pg_backend_pid() as pid')).rows[0]!.pid;
const terminate = (pid: number) => db.pool.query('select pg_terminate_backend($1)', [pid]);
const gone = (pid: number) =>
  expect
    .poll(async () => (await db.pool.query('select 1 from pg_stat_activity where pid = $1', [pid])).rowCount)
    .toBe(0);

test('a connection that is cut between two queries of a transaction rejects it, and nothing else', async () => {
  const work = orThrow(() =>
    transact(db.pool, async (client) => {
      const pid = await backendOf(client);
      const cut = new Promise((resolve) => client.once('end', resolve));
      await terminate(pid);
      await cut;
      await client.query('select 1');
    }),
  );
  await expect(work).rejects.toBeInstanceOf(StoreUnavailableError);
  expect(uncaught).toEqual([]);
  expect((await db.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a connection that is cut during a query rejects it, and nothing else', async () => {
  const work = orThrow(() =>
    transact(db.pool, async (client) => {
      const pid = await backendOf(client);
      await Promise.all([client.query('select pg_sleep(30)'), terminate(pid)]);
    }),
  );
  await expect(work).rejects.toBeInstanceOf(StoreUnavailableError);
  expect(uncaught).toEqual([]);
});

test('the same within MikroORM', async () => {
  let pid = 0;
  const work = orThrow(() =>
    db.orm.em.fork().transactional(async (em) => {
      const [row] = await em.execute<{ pid: number }[]>('select pg_backend_pid() as pid');
      pid = row!.pid;
      await terminate(pid);
      await gone(pid);
      await em.execute('select 1');
    }),
  );
  await expect(work).rejects.toBeInstanceOf(StoreUnavailableError);
  expect(pid).toBeGreaterThan(0);
  expect(uncaught).toEqual([]);
});

test('a server that became a standby, and a transaction that lost to another, are outages', async () => {
  const standby = transact(db.pool, async (client) => {
    await client.query('set transaction read only');
    await client.query(
      `insert into table_lease (name, crash_table, fence, expires_at) values ('a', 'a', 0, now())`,
    );
  });
  await expect(standby).rejects.toSatisfy(isUnavailable);

  await db.pool.query(`insert into table_lease (name, crash_table, fence, expires_at)
    values ('one', 'one', 0, now()), ('two', 'two', 0, now())`);
  const bump = `update table_lease set fence = fence + 1 where name = $1`;
  const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const crosswise = ['one', 'two'].map((first, index) =>
    transact(db.pool, async (client) => {
      await client.query(bump, [first]);
      met[index]!.resolve();
      await met[1 - index]!.promise;
      await client.query(bump, [first === 'one' ? 'two' : 'one']);
    }),
  );
  const outcomes = await Promise.allSettled(crosswise);
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost).toHaveLength(1);
  expect(lost[0]!.reason).toMatchObject({ code: '40P01' });
  expect(isUnavailable(lost[0]!.reason)).toBe(true);
});

test('with every connection for reads taken, a table is still owned, read and moved on', async () => {
  const table = await CrashTable.own(db, 'flooded');
  const waiting: Promise<unknown>[] = [];
  const taken = await Promise.all(Array.from({ length: db.pool.options.max }, () => db.pool.connect()));
  try {
    for (let n = 0; n < 100; n++) waiting.push(db.pool.query('select 1').catch(() => {}));
    expect(await db.leases.renew(table.tenure, 1)).toMatchObject({ ok: true });
    expect(await db.crash.snapshot(table.tenure)).toMatchObject({ ok: true });
    expect(await table.open(1)).toMatchObject({ ok: true });
    expect(await db.leases.acquire('flooded too', db.ownerId)).toMatchObject({ ok: true });
  } finally {
    for (const client of taken) client.release();
    await Promise.all(waiting);
  }
});
