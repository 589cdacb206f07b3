import { readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { openJobMessages } from '../../db/jobMessages.ts';
import { MIGRATION_NAMES } from '../../db/migrations/index.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { dumpSchema } from '../../db/schemaDump.ts';
import { emptyDatabase } from '../support/database.ts';

async function withDatabase(work: (url: string, client: pg.Client) => Promise<void>): Promise<void> {
  const { url, drop } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(url, client);
  } finally {
    await client.end();
    await drop();
  }
}

async function migrateFrom(url: string): Promise<void> {
  const orm = await connectOrm(url);
  try {
    await migrate(orm, url);
  } finally {
    await orm.close(true);
  }
}

describe('the schema', () => {
  test('several processes may migrate at once: each migration runs once', () =>
    withDatabase(async (url, client) => {
      await Promise.all([migrateFrom(url), migrateFrom(url), migrateFrom(url)]);
      const { rows } = await client.query('select name from migration order by id');
      expect(rows.map(({ name }) => name)).toEqual(MIGRATION_NAMES);
    }));

  test('the queue’s own schema is none of ours: it does not stop the next start', () =>
    withDatabase(async (url, client) => {
      await migrateFrom(url);
      const messages = await openJobMessages(url, () => {});
      await messages.close();
      const { rows } = await client.query(`select 1 from pg_tables where schemaname = 'pgboss'`);
      expect(rows.length).toBeGreaterThan(0);
      await migrateFrom(url);
    }));

  test('boot refuses a database that was changed by hand', () =>
    withDatabase(async (url, client) => {
      await migrateFrom(url);
      await client.query('alter table player add column surprise text');
      await expect(migrateFrom(url)).rejects.toThrow(/differs.*surprise/s);
    }));

  test('db/schema.sql is what the migrations make (npm run schema writes it)', () =>
    withDatabase(async (url, client) => {
      await migrateFrom(url);
      expect(await dumpSchema(client)).toBe(readFileSync('db/schema.sql', 'utf8'));
    }));

  test('a database of an earlier version gets the tables and functions of this one', () =>
    withDatabase(async (url, client) => {
      const orm = await connectOrm(url);
      await orm.migrator.up({ to: '20261121000003_ledgerPost' });
      await orm.close(true);
      // As an earlier version left it: a function of the same name that takes something else.
      await client.query(`
        drop function ledger_outdated;
        create function ledger_post(p_account bigint[], out status int[]) language sql as 'select null::int[]'`);
      await migrateFrom(url);
      expect(await dumpSchema(client)).toBe(readFileSync('db/schema.sql', 'utf8'));
    }));

  test('[LE17] [LE24] transfers, bets and their ends, games, and settled rounds can’t be changed or deleted', () =>
    withDatabase(async (url, client) => {
      await migrateFrom(url);
      for (const table of ['transfer', 'crash_bet', 'crash_bet_end', 'game']) {
        for (const sql of [`delete from ${table}`, `truncate ${table}`]) {
          await expect(client.query(sql)).rejects.toMatchObject({ code: 'FG001' });
        }
      }
      await expect(client.query('update transfer set amount = 1')).rejects.toMatchObject({ code: 'FG001' });
      await expect(client.query('update crash_bet set amount_coins = 1')).rejects.toMatchObject({
        code: 'FG001',
      });
      await expect(client.query('update crash_bet_end set payout_coins = 1')).rejects.toMatchObject({
        code: 'FG001',
      });
      await expect(client.query('update game set payout_coins = 1')).rejects.toMatchObject({ code: 'FG001' });
      await client.query(
        `insert into crash_round (crash_table, game, chain_id, phase, started_at_ms, betting_ends_at_ms, rules, hash)
         values ('main', 1, 1, 'settled', 0, 0, '{}', 'aa'), ('main', 2, 1, 'flying', 0, 0, '{}', null)`,
      );
      await client.query(`update crash_round set launched_at_ms = 5 where game = 2`);
      await expect(client.query(`update crash_round set hash = 'bb' where game = 1`)).rejects.toMatchObject({
        code: 'FG001',
      });
      await expect(client.query('delete from crash_round')).rejects.toMatchObject({ code: 'FG001' });
      await expect(client.query('truncate crash_round')).rejects.toMatchObject({ code: 'FG001' });
    }));

  test('[LE13] the database itself refuses a player’s negative balance', () =>
    withDatabase(async (url, client) => {
      await migrateFrom(url);
      await client.query(
        `insert into player (id, nickname, created_at_ms) values ('00000000-0000-4000-8000-000000000001', 'a', 0);
         insert into account (player_id, currency, kind) values ('00000000-0000-4000-8000-000000000001', 'coins', 'player')`,
      );
      await expect(
        client.query(`update account set balance = -1 where kind = 'player'`),
      ).rejects.toMatchObject({
        constraint: 'account_player_balance_check',
      });
    }));
});
