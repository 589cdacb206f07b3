import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reconciliation, reconcile } from '../../db/reconcile.ts';
import type { Player } from '../../domain/identity/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';

const SLOTS = SYSTEM_ACCOUNTS['house.slots.coins'];

let db: TestDatabase;
let client: pg.Client;
let betId: string;
let gameId: string;

beforeAll(async () => {
  db = await openTestDatabase();
  client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const table = await CrashTable.own(db, 'main');
  const [alice, bob] = [await table.player(), await table.player()];
  value(await table.open(1));
  betId = (await table.bet(alice, 1, 1000)).betId;
  const cancelled = await table.bet(bob, 1, 500);
  value(await table.cancel(bob, 1, cancelled.betId, 500));
  value(await table.close(1));
  value(await table.cashOut(alice, 1, betId, 200, 2000));
  gameId = await spin(db, alice, 100, 250);
  await spin(db, bob, 100, 0);
});
afterAll(async () => {
  await client.end();
  await db.dispose();
});

/** What reconciling says while the books are changed behind the ledger's back. */
async function after(sql: string, values: unknown[] = []): Promise<Reconciliation> {
  // Triggers and constraints are off in this session, as for someone who can do anything.
  const intruder = new pg.Client({ connectionString: db.url });
  await intruder.connect();
  await intruder.query(`set session_replication_role = replica`);
  await intruder.query('create table before as select * from transfer');
  await intruder.query('create table accounts_before as select id, balance from account');
  await intruder.query('create table ends_before as select * from crash_bet_end');
  await intruder.query('create table games_before as select * from game');
  try {
    await intruder.query(sql, values);
    return await reconcile(client);
  } finally {
    await intruder.query(
      'delete from transfer; insert into transfer select * from before; drop table before',
    );
    await intruder.query(
      'update account a set balance = b.balance from accounts_before b where b.id = a.id; drop table accounts_before',
    );
    await intruder.query(
      'delete from crash_bet_end; insert into crash_bet_end select * from ends_before; drop table ends_before',
    );
    await intruder.query(
      'delete from game; insert into game select * from games_before; drop table games_before',
    );
    await intruder.end();
  }
}

/** A game with its record, and no more. */
async function spin(on: TestDatabase, player: Player, bet: number, payout: number): Promise<string> {
  const id = randomUUID();
  const account = player.accounts.coins;
  const stake = { debitAccountId: account, creditAccountId: SLOTS, amount: bet };
  const win = { debitAccountId: SLOTS, creditAccountId: account, amount: payout };
  value(
    await on.ledger.post({
      ...{ key: randomUUID(), fingerprint: 0n, kind: 'slots.spin', answerAccountId: account, ref: id },
      ...{ legs: payout > 0 ? [stake, win] : [stake], claim: null },
      row: {
        ...{ type: 'play', pair: null, states: [], stock: [] },
        games: [
          {
            ...{
              gameId: id,
              playerId: player.id,
              game: 'slots',
              variant: 'test',
              sessionId: null,
              pair: null,
            },
            ...{ betCoins: bet, payoutCoins: payout, startedAtMs: 1, endedAtMs: 2, oddsHash: '' },
            ...{ inputs: '{}', outcome: '{}', tally: '{}' },
            ...{ stakeTransferId: null, payoutLeg: payout > 0 ? 1 : null },
          },
        ],
      },
    }),
  );
  return id;
}

test('[LE16] the books agree', async () => {
  expect(await reconcile(client)).toEqual({
    ...{
      accounts: Object.keys(SYSTEM_ACCOUNTS).length + 6,
      transfers: 9,
      bets: 2,
      ends: 2,
      games: 2,
      differenceCoins: 0,
      differences: [],
    },
  });
});

test('a balance that was changed by one coin', async () => {
  const report = await after('update account set balance = balance + 1 where id = 10');
  expect(report.differenceCoins).toBe(2);
  expect(report.differences.map(({ what, id }) => [what, id])).toEqual([
    ['account', '10'],
    ['currency', 'coins'],
  ]);
});

test('a transfer that is missing, one that is there twice, one of another amount', async () => {
  const missing = await after(`delete from transfer where ref = $1 and kind = 'crash.bet'`, [betId]);
  expect(missing.differences).toContainEqual({ what: 'stake', id: betId, stands: '0', expected: '1000' });
  expect(missing.differenceCoins).toBe(3000);
  const twice = await after(
    `insert into transfer select (jsonb_populate_record(t, jsonb_build_object('idem_key', gen_random_uuid()))).*
       from transfer t where ref = $1 and kind = 'crash.cashout'`,
    [betId],
  );
  expect(twice.differences).toContainEqual({ what: 'payout', id: betId, stands: '4000', expected: '2000' });
  const other = await after(`update transfer set amount = 999 where ref = $1 and kind = 'crash.bet'`, [
    betId,
  ]);
  expect(other.differences).toContainEqual({ what: 'stake', id: betId, stands: '999', expected: '1000' });
});

test('a payout without its bet’s end', async () => {
  const report = await after('delete from crash_bet_end where bet_id = $1', [betId]);
  expect(report).toMatchObject({
    differenceCoins: 2000,
    differences: [{ what: 'unbacked transfer', id: betId, stands: '2000', expected: '0' }],
  });
});

test('a stake in two halves', async () => {
  const report = await after(
    `insert into transfer select (jsonb_populate_record(t, jsonb_build_object('idem_key', gen_random_uuid()))).*
       from transfer t where ref = '${betId}' and kind = 'crash.bet';
     update transfer set amount = 500 where ref = '${betId}' and kind = 'crash.bet'`,
  );
  expect(report).toMatchObject({
    differenceCoins: 1,
    differences: [{ what: 'stake', stands: '1000', expected: '1000' }],
  });
});

test('[LE24] a game that is missing, and one that pays or costs something else', async () => {
  const missing = await after('delete from game where game_id = $1', [gameId]);
  expect(missing.differences).toEqual([
    { what: 'unbacked transfer', id: gameId, stands: '100', expected: '0' },
    { what: 'unbacked transfer', id: gameId, stands: '250', expected: '0' },
  ]);
  const payout = await after('update game set payout_coins = 300 where game_id = $1', [gameId]);
  expect(payout.differences).toEqual([{ what: 'payout', id: gameId, stands: '250', expected: '300' }]);
  const unpaid = await after('update game set payout_coins = 300 where payout_id is null');
  expect(unpaid.differences).toMatchObject([{ what: 'payout', stands: '0', expected: '300' }]);
  const stake = await after(`delete from transfer where ref = '${gameId}' and leg = 0`);
  expect(stake.differences).toContainEqual({ what: 'stake', id: gameId, stands: '0', expected: '100' });
});
