import pg from 'pg';
import { expect, test } from 'vitest';
import { connectOrm, migrate } from '../../db/orm.ts';
import { FILL } from '../../scripts/migrations/fill.ts';
import { rehearse } from '../../scripts/migrations/rehearse.ts';
import { emptyDatabase } from '../support/database.ts';

/** Who adds to this says in the changelog how long it takes: nobody plays meanwhile. */
const REWRITES: readonly string[] = [];

test('every migration runs on a filled database, loses no row, and rewrites no table that is not listed', async () => {
  const { url, drop } = await emptyDatabase();
  try {
    const rehearsed = await rehearse(url, 500);
    const rewritten = rehearsed.flatMap(({ migration, touched }) =>
      touched.filter((table) => table.rewritten).map(({ table }) => `${migration} ${table}`),
    );
    expect(rewritten).toEqual(REWRITES);
    // It sees what there is to see: this one adds a column to a table with rows.
    expect(rehearsed.find(({ migration }) => migration.endsWith('_playLimits'))!.touched).toEqual([
      { table: 'account', rows: 1_500, lock: 'AccessExclusiveLock', rewritten: false },
    ]);

    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const table of Object.keys(FILL)) {
      const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      expect(rows[0]!.count, table).toBeGreaterThan(0);
    }
    const { rows: logins } = await client.query('select count(*)::int as count from login');
    expect(logins).toEqual([{ count: 500 }]);
    const { rows: chains } = await client.query('select first_game, last_game from seed_chain limit 1');
    expect(chains).toEqual([{ first_game: '1', last_game: '1000000' }]);
    await client.end();
    // What came of it is the schema that a server expects.
    const orm = await connectOrm(url);
    await migrate(orm, url).finally(() => orm.close(true));
  } finally {
    await drop();
  }
});
