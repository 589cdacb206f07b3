import { defineEntity, p } from '@mikro-orm/core';
import type { AuditOutcome } from '../../domain/audit/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Role } from '../../domain/identity/port.ts';

/** What operators did, and tried to do. Append-only; without foreign keys, as what it tells is over. */
export const AuditEntity = defineEntity({
  name: 'AuditEntity',
  tableName: 'audit',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    atMs: p.bigint('number'),
    requestId: p.uuid(),
    actorId: p.uuid(),
    actorNickname: p.text(),
    actorRole: p.text().$type<Role>(),
    action: p.text(),
    target: p.text(),
    before: p.json().columnType('json').$type<JsonValue>().nullable(),
    after: p.json().columnType('json').$type<JsonValue>().nullable(),
    reason: p.text().nullable(),
    outcome: p.text().$type<AuditOutcome>(),
    code: p.text().nullable(),
    address: p.text(),
  },
  indexes: [
    { name: 'audit_actor', properties: ['actorId', 'id'] },
    { name: 'audit_action', properties: ['action', 'id'] },
    { name: 'audit_target', properties: ['target', 'id'] },
  ],
  checks: [{ name: 'audit_outcome_check', expression: "outcome in ('asked', 'done', 'refused')" }],
});
