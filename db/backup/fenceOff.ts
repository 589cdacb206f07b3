import type pg from 'pg';

/** More fences than a table can have used since any snapshot: one is taken in seconds at most. */
const SKIPPED_FENCES = 1_000_000_000;
/** More sign-outs of everywhere than a player can have made since. */
const SKIPPED_VERSIONS = 100_000;

/**
 * Nothing of the time after the snapshot counts any more: processes that lived then hold no fence that is good here, and no
 * token that was revoked then is good again. Who has a password signs in anew; a guest has no other way back to its account
 * than its session, so that one stays.
 * @returns how many sessions were ended
 */
export async function fenceOff(client: pg.ClientBase): Promise<number> {
  await client.query(`update table_lease set owner = null, expires_at = '-infinity', fence = fence + $1`, [
    SKIPPED_FENCES,
  ]);
  await client.query('delete from cluster_member');
  await client.query('delete from table_place');
  await client.query('update player set token_version = token_version + $1 where password_hash is not null', [
    SKIPPED_VERSIONS,
  ]);
  const { rowCount } = await client.query(
    'delete from login using player p where p.id = login.player_id and p.password_hash is not null',
  );
  return rowCount ?? 0;
}
