import type pg from 'pg';
import type { TransferLine } from '../../domain/games/records.ts';
import type { Page } from '../../domain/page.ts';
import { below, toPage } from './page.ts';

interface LineRow {
  id: string;
  at_ms: string;
  kind: string;
  amount: string;
  balance_after: string;
  currency: string;
  ref: string | null;
}

/** Both sides of all of a player's accounts, each read by its own index from the cursor down. */
const SELECT_LINES = `
  with lines as (
    select t.id, t.created_at, t.kind, -t.amount as amount, t.debit_after as balance_after, a.currency, t.ref
      from account a,
           lateral (select * from transfer d
                     where d.debit_id = a.id and d.debit_id >= 1000 and d.id < $2
                     order by d.id desc limit $3) t
     where a.player_id = $1
    union all
    select t.id, t.created_at, t.kind, t.amount, t.credit_after, a.currency, t.ref
      from account a,
           lateral (select * from transfer c
                     where c.credit_id = a.id and c.credit_id >= 1000 and c.id < $2
                     order by c.id desc limit $3) t
     where a.player_id = $1
  )
  select id, floor(extract(epoch from created_at) * 1000)::bigint as at_ms, kind, amount, balance_after,
         currency, ref
    from lines order by id desc limit $3`;

/** What ends a match belongs to the games of both players. */
const WITHOUT_GAME = /^(grant\..*|rps\.finish)$/;

export async function readTransfers(
  pool: pg.Pool,
  playerId: string,
  limit: number,
  cursor: string | null,
): Promise<Page<TransferLine>> {
  const { rows } = await pool.query<LineRow>(SELECT_LINES, [playerId, below(cursor), limit + 1]);
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row): TransferLine => ({
      id: Number(row.id),
      atMs: Number(row.at_ms),
      kind: row.kind,
      amountCoins: Number(row.amount),
      balanceAfterCoins: Number(row.balance_after),
      currency: row.currency,
      ...(row.ref !== null && !WITHOUT_GAME.test(row.kind) ? { gameId: row.ref } : {}),
    }),
  );
}
