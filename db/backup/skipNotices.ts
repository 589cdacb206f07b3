import type pg from 'pg';

/** More notices than a player can have got since any snapshot. */
const SKIPPED_NOTICES = 1_000_000;

/**
 * A page that was left open has seen notices which are lost now, takes a number that is not above theirs for known, and
 * acknowledges it unseen. So every player's next one has a number far above, those who had none at the snapshot included.
 * Comes before the first notice of the restore itself.
 */
export async function skipNotices(client: pg.ClientBase): Promise<void> {
  await client.query(
    `insert into notice_cursor as c (player_id, last_sequence) select id, $1 from player
     on conflict (player_id) do update set last_sequence = c.last_sequence + excluded.last_sequence`,
    [SKIPPED_NOTICES],
  );
}
