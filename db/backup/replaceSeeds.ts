import type pg from 'pg';

/** Numbers of chains that a surviving process may know of secrets for are never given out again. */
const SKIPPED_CHAINS = 1_000;

export interface Replaced {
  chains: number;
  pairs: number;
}

/**
 * Gives up every chain and every seed pair, active and announced: after the snapshot their secrets may have been
 * revealed (FAIRNESS F6). Fresh ones are made before the next bet: a table's chain when the table opens, a player's pairs
 * when they are first asked for. Rounds are to be over by now. The pairs are revealed, so that their games can be
 * verified; a chain's secrets are kept, so that a dispute over a lost game can be settled.
 */
export async function replaceSeeds(client: pg.ClientBase, nowMs: number): Promise<Replaced> {
  const chains = await client.query(
    `update seed_chain c
        set status = 'finished',
            last_game = coalesce((select max(game) from crash_round r
                                   where r.crash_table = c.crash_table and r.chain_id = c.id), c.first_game - 1)
      where c.status <> 'finished'`,
  );
  await client.query(
    `select setval(s.name, greatest(nextval(s.name), coalesce((select max(id) from seed_chain), 0)) + $1)
       from (select pg_get_serial_sequence('seed_chain', 'id') as name) s`,
    [SKIPPED_CHAINS],
  );
  const pairs = await client.query(
    `update seed_pair set status = 'revealed', revealed_at_ms = $1 where status <> 'revealed'`,
    [nowMs],
  );
  return { chains: chains.rowCount ?? 0, pairs: pairs.rowCount ?? 0 };
}
