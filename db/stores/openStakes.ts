import type pg from 'pg';

/** Whether a bet of the player's is in a round that has not settled, or a match of theirs has not ended. */
export async function hasOpenStakes(client: pg.Pool | pg.PoolClient, playerId: string): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>(
    `select exists (
              select 1 from table_lease l
                join crash_round r on r.crash_table = l.crash_table and r.game = l.game
                join crash_bet b on b.crash_table = r.crash_table and b.game = r.game and b.player_id = $1
               where r.phase <> 'settled'
                 and not exists (select 1 from crash_bet_end e where e.bet_id = b.bet_id))
         or exists (select 1 from game_state where owner_id = $1 and scope = 'rps_match') as open`,
    [playerId],
  );
  return rows[0]!.open;
}
