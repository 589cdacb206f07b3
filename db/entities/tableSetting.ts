import { defineEntity, p } from '@mikro-orm/core';
import type { TableLimits } from '../../domain/crash/tableSetting.ts';

/** What operators set for a table; without a row it runs as its rules say. */
export const TableSettingEntity = defineEntity({
  name: 'TableSettingEntity',
  tableName: 'table_setting',
  properties: {
    crashTable: p.text().primary(),
    /** Null: it is not paused. */
    pauseReason: p.text().nullable(),
    pausedBy: p.uuid().nullable(),
    pausedAtMs: p.bigint('number').nullable(),
    limits: p.json().$type<TableLimits>().nullable(),
  },
  checks: [
    { name: 'table_setting_pause_check', expression: '(pause_reason is null) = (paused_at_ms is null)' },
  ],
});
