import type pg from 'pg';

/** Marks a database into which a restore is still writing, or was when it was killed: no server starts on it. */
export const UNFINISHED_RESTORE = 'unfinished_restore';

export async function isUnfinishedRestore(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.${UNFINISHED_RESTORE}') is not null as there`,
  );
  return rows[0]!.there;
}
