import type pg from 'pg';

/**
 * Makes a connection one for COPY of whole tables, whatever the database or the role has for defaults, as pg_dump does: it
 * may take hours, and what it writes on one server is read on another.
 */
export async function settleSession(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
     set DateStyle = 'ISO, YMD'; set extra_float_digits = 1; set bytea_output = 'hex'`,
  );
  // PostgreSQL 17 has this one, its predecessors do not.
  await client.query(
    `select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'`,
  );
}
