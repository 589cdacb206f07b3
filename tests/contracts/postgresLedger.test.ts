import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { LedgerScript, outcome } from './ledgerScript.ts';
import { ledgerStoreContract } from './ledgerStore.contract.ts';
import { postgresWorld } from './postgresWorld.ts';
import { rows } from './scriptRows.ts';

ledgerStoreContract('the ledger on PostgreSQL', async () => postgresWorld(await openTestDatabase()));

/** What happens while another connection is in the middle of a transaction on the same rows. */
describe('games beside another transaction', () => {
  let db: TestDatabase;
  let other: pg.PoolClient;
  let script: LedgerScript;
  let run = 0;

  beforeAll(async () => {
    db = await openTestDatabase();
    other = await db.pool.connect();
    script = new LedgerScript(postgresWorld(db), '');
  });
  afterAll(async () => {
    other.release();
    await db.dispose();
  });

  /** Posts a row while the other's statements are not committed yet, then lets it commit. */
  async function meanwhile(row: string, sql: string, values: unknown[]): Promise<string> {
    const item = await script.item(rows(row)[0]!);
    await other.query('begin');
    await other.query(sql, values);
    const posting = script.world.ledger.post(item);
    await waitsForLock(db.pool);
    await other.query('commit');
    return outcome(await posting);
  }

  async function begin(): Promise<{ alice: string; playerId: string; pairId: string }> {
    const alice = `alice${++run}`;
    await script.run(`grant g${run} ${alice} 1000 -> 1000 \n pair ${alice} ${alice}`);
    const { playerId } = await script.player(alice);
    return { alice, playerId, pairId: script.games.pairs.get(alice)! };
  }

  test('[LE22] the document was made by the other just now', async () => {
    const { alice, playerId } = await begin();
    const said = await meanwhile(
      `spin s${run} ${alice} 100 0 pair=${alice} nonce=0 docs=streak:none>1`,
      `insert into game_state (owner_id, scope, state) values ($1, 'streak', '{"n":5}')`,
      [playerId],
    );
    expect(said).toBe('outdated');
    await script.run(`
      doc ${alice} streak -> 5
      nonce ${alice}      -> 0
      spin s${run} ${alice} 100 0 pair=${alice} nonce=0 docs=streak:5>6 -> 900`);
  });

  test('[LE22] the document was changed, or deleted, by the other just now', async () => {
    const { alice, playerId } = await begin();
    await script.run(`spin a${run} ${alice} 100 0 docs=streak:none>1,pity:none>1 -> 900`);
    const changed = await meanwhile(
      `spin b${run} ${alice} 100 0 docs=streak:1>2`,
      `update game_state set state = '{"n":5}' where owner_id = $1 and scope = 'streak'`,
      [playerId],
    );
    const deleted = await meanwhile(
      `spin c${run} ${alice} 100 0 docs=pity:1>2`,
      `delete from game_state where owner_id = $1 and scope = 'pity'`,
      [playerId],
    );
    expect([changed, deleted]).toEqual(['outdated', 'outdated']);
    await script.run(`
      doc ${alice} streak -> 5
      doc ${alice} pity   -> none`);
  });

  test('[LE21] the pair was revealed by the other just now', async () => {
    const { alice, pairId } = await begin();
    const said = await meanwhile(
      `spin s${run} ${alice} 100 0 pair=${alice} nonce=0`,
      `update seed_pair set status = 'revealed' where pair_id = $1`,
      [pairId],
    );
    expect(said).toBe('outdated');
  });

  test('[LE25] a game of this id was recorded by the other just now', async () => {
    const { alice, playerId } = await begin();
    const said = await meanwhile(
      `spin s${run} ${alice} 100 0 pair=${alice} nonce=0`,
      `insert into game values ($1, $2, 'slots', 'test', null, null, null, 1, 0, 1, 2, '', '{}', '{}', '{}', 0, null)`,
      [script.games.gameId(`s${run}`), playerId],
    );
    expect(said).toBe('key_conflict');
    await script.run(`nonce ${alice} -> 0`);
  });

  test('[LE22] a document says when it is due, until it is not any more', async () => {
    const { alice, playerId } = await begin();
    const due = async (row: string, dueAtMs: number | null) => {
      const item = await script.item(rows(row)[0]!);
      if (item.row?.type !== 'play') throw new Error('no game');
      const states = item.row.states.map((change) => ({ ...change, dueAtMs }));
      expect(outcome(await script.world.ledger.post({ ...item, row: { ...item.row, states } }))).toMatch(
        /^9/,
      );
      const { rows: found } = await db.pool.query('select due_at_ms from game_state where owner_id = $1', [
        playerId,
      ]);
      return found[0].due_at_ms;
    };
    expect(await due(`spin a${run} ${alice} 10 0 docs=match:none>1`, 1_763_700_000_000)).toBe(
      '1763700000000',
    );
    expect(await due(`spin b${run} ${alice} 10 0 docs=match:1>1`, null)).toBe('1763700000000');
    expect(await due(`spin c${run} ${alice} 10 0 docs=match:1>2`, null)).toBeNull();
  });
});

async function waitsForLock(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity
        where datname = current_database() and application_name = 'fairground ledger' and wait_event_type = 'Lock'`,
    );
    if (rowCount! > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
