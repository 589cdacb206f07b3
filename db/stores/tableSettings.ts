import type pg from 'pg';
import {
  type TableChange,
  type TableLimits,
  type TableSetting,
  type TableSettingStore,
  unset,
} from '../../domain/crash/tableSetting.ts';
import { ok, type Result } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';

interface SettingRow {
  crash_table: string;
  pause_reason: string | null;
  paused_by: string | null;
  paused_at_ms: string | null;
  limits: TableLimits | null;
}

function toSetting(row: SettingRow): TableSetting {
  const { pause_reason: reason, paused_by: by, paused_at_ms: atMs } = row;
  return {
    table: row.crash_table,
    paused: reason === null ? null : { reason, by, atMs: Number(atMs) },
    limits: row.limits,
  };
}

export function tableSettingStore(pool: pg.Pool): TableSettingStore {
  /** One change at a time: the row is locked between what it was and what it becomes. */
  function change(
    table: string,
    set: (client: pg.PoolClient, before: TableSetting) => Promise<Result<{ rows: SettingRow[] }>>,
  ): Promise<Result<TableChange>> {
    return orUnavailable(() =>
      transact(pool, async (client) => {
        await client.query(
          'insert into table_setting (crash_table) values ($1) on conflict (crash_table) do nothing',
          [table],
        );
        const found = await client.query<SettingRow>(
          'select * from table_setting where crash_table = $1 for update',
          [table],
        );
        const before = toSetting(found.rows[0]!);
        const after = await set(client, before);
        return after.ok ? ok({ before, after: toSetting(after.value.rows[0]!) }) : after;
      }),
    );
  }

  return {
    read: (table) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<SettingRow>('select * from table_setting where crash_table = $1', [
          table,
        ]);
        return ok(rows[0] ? toSetting(rows[0]) : unset(table));
      }),

    all: () =>
      orUnavailable(async () => {
        const { rows } = await pool.query<SettingRow>('select * from table_setting order by crash_table');
        return ok(rows.map(toSetting));
      }),

    pause: (table, paused) =>
      change(table, async (client) =>
        ok(
          paused === null
            ? await client.query<SettingRow>(
                `update table_setting set pause_reason = null, paused_by = null, paused_at_ms = null
                  where crash_table = $1 returning *`,
                [table],
              )
            : await client.query<SettingRow>(
                `update table_setting
                    set pause_reason = coalesce(pause_reason, $2),
                        paused_by = case when pause_reason is null then $3 else paused_by end,
                        paused_at_ms = coalesce(paused_at_ms, $4)
                  where crash_table = $1 returning *`,
                [table, paused.reason, paused.by, paused.atMs],
              ),
        ),
      ),

    setLimits: (table, decide) =>
      change(table, async (client, before) => {
        const limits = decide(before.limits);
        if (!limits.ok) return limits;
        return ok(
          await client.query<SettingRow>(
            'update table_setting set limits = $2 where crash_table = $1 returning *',
            [table, limits.value === null ? null : JSON.stringify(limits.value)],
          ),
        );
      }),
  };
}
