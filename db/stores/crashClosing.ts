import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { BookClosing, BookEntry, Chain, Tenure } from '../../domain/crash/port.ts';
import type { Result } from '../../domain/result.ts';
import { type ChainRow, type RoundRow, toChain } from './crashRows.ts';
import { asOwner, setPhase } from './tenure.ts';

interface EntryRow {
  bet_id: string;
  player_id: string;
  amount_coins: string;
  auto_cashout_hundredths: number | null;
}

/** Bets that were not cancelled: with the lease's row locked, these are the book, and stay it. */
async function readBook(client: pg.PoolClient, table: string, game: number): Promise<BookEntry[]> {
  const { rows } = await client.query<EntryRow>(
    `select b.bet_id, b.player_id, b.amount_coins, b.auto_cashout_hundredths
       from crash_bet b left join crash_bet_end e on e.bet_id = b.bet_id
      where b.crash_table = $1 and b.game = $2 and e.outcome is distinct from 'cancelled'
      order by b.bet_id`,
    [table, game],
  );
  return rows.map((row) => ({
    betId: row.bet_id,
    playerId: row.player_id,
    amountCoins: Number(row.amount_coins),
    autoCashoutHundredths: row.auto_cashout_hundredths,
  }));
}

export async function readChain(client: pg.ClientBase, id: number): Promise<Chain> {
  const { rows } = await client.query<ChainRow>('select * from seed_chain where id = $1', [id]);
  assert(rows[0], `no seed chain ${id}`);
  return toChain(rows[0]);
}

/** See `CrashStore.closeBook`: one transaction, so that no bet commits between reading and closing. */
export function closeBook(
  pool: pg.Pool,
  tenure: Tenure,
  game: number,
  close: (bets: BookEntry[], chain: Chain) => BookClosing | null,
): Promise<Result<{ closing: BookClosing; chain: Chain; betIds: string[] } | null>> {
  return asOwner(pool, tenure, 'update', async (client) => {
    const found = await client.query<RoundRow>(
      'select * from crash_round where crash_table = $1 and game = $2',
      [tenure.table, game],
    );
    const round = found.rows[0];
    assert(round, `round ${game} of ${tenure.table} was never opened`);
    const book = await readBook(client, tenure.table, game);
    const betIds = book.map((entry) => entry.betId);
    const chain = await readChain(client, round.chain_id);
    if (round.phase !== 'betting') {
      const closing = { betBookRoot: round.bet_book_root!, launchedAtMs: Number(round.launched_at_ms) };
      return { closing, chain, betIds };
    }
    const closing = close(book, chain);
    if (!closing) return null;
    await client.query(
      `update crash_round set phase = 'flying', bet_book_root = $3, launched_at_ms = $4
        where crash_table = $1 and game = $2`,
      [tenure.table, game, closing.betBookRoot, closing.launchedAtMs],
    );
    if (closing.salt) {
      assert(chain.salt === '', `the salt of chain ${chain.id} is fixed already`);
      await client.query('update seed_chain set salt = $2, salt_source = $3 where id = $1', [
        chain.id,
        closing.salt.salt,
        closing.salt.saltSource,
      ]);
    }
    await setPhase(client, tenure, game, 'flying');
    return { closing, chain: { ...chain, ...closing.salt }, betIds };
  });
}
