import { defineEntity, p } from '@mikro-orm/core';
import type { Audience, BroadcastLevel } from '../../domain/broadcast/broadcast.ts';

/** What an operator said to many. Kept for ever; it may be cancelled, once. */
export const BroadcastEntity = defineEntity({
  name: 'BroadcastEntity',
  tableName: 'broadcast',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    broadcastId: p.uuid().unique('broadcast_broadcast_id_unique'),
    /** Of what was asked for: the same id with another one is a conflict. */
    fingerprint: p.bigint('bigint'),
    text: p.text(),
    level: p.text().$type<BroadcastLevel>(),
    audience: p.json().$type<Audience>(),
    startsAtMs: p.bigint('number'),
    expiresAtMs: p.bigint('number'),
    createdBy: p.uuid(),
    createdAtMs: p.bigint('number'),
    cancelledAtMs: p.bigint('number').nullable(),
  },
  checks: [{ name: 'broadcast_level_check', expression: "level in ('info', 'warning', 'critical')" }],
  indexes: [
    {
      name: 'broadcast_pending',
      expression: 'create index broadcast_pending on broadcast (expires_at_ms) where cancelled_at_ms is null',
    },
  ],
});
