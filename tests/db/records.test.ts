import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordBuilder } from '../../db/recordBuilder.ts';
import { StoreUnavailableError } from '../../db/storeUnavailable.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';

let db: TestDatabase;
let table: CrashTable;

beforeAll(async () => {
  db = await openTestDatabase();
  table = await CrashTable.own(db, 'main');
});
afterAll(() => db.dispose());

test('a record’s bytes are the record, and only a settled round has one', async () => {
  value(await table.open(1));
  const players = await Promise.all(Array.from({ length: 20 }, () => table.player()));
  for (const player of players) value((await table.bet(player, 1, 100)).result);
  value(await table.close(1, 'salted'));
  expect(await db.records.build('main', 1)).toBeNull();
  value(await table.settle(1, { stakedCoins: 2_000, betCount: 20 }));
  const [built, again] = await Promise.all([db.records.build('main', 1), db.records.build('main', 1)]);
  expect(JSON.parse(new TextDecoder().decode(built!.bytes))).toEqual(await db.reads.round('main', 1));
  expect(again!.etag).toBe(built!.etag);
});

test('a database that is away is told as such, and the next record is built', async () => {
  const url = new URL(db.url);
  url.port = '1';
  const away = openRecordBuilder(url.href);
  await expect(away.build('main', 1)).rejects.toBeInstanceOf(StoreUnavailableError);
  await away.close();
  await db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'fairground records' and datname = current_database()`,
  );
  await expect.poll(() => db.records.build('main', 1).catch(() => null)).toHaveProperty('etag');
});
