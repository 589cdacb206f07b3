import type pg from 'pg';
import type { AuditEntry, AuditLine, AuditStore } from '../../domain/audit/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import { ok } from '../../domain/result.ts';
import { orThrow, orUnavailable } from '../transact.ts';
import { below, toPage } from './page.ts';

const LONGEST_TARGET = 200;

const INSERT = `
  insert into audit (at_ms, request_id, actor_id, actor_nickname, actor_role, action, target, before, after, reason,
                     outcome, code, address)
  select floor(extract(epoch from clock_timestamp()) * 1000)::bigint, e."requestId", e."actorId", e."actorNickname",
         e."actorRole", e.action, e.target, e.before, e.after, e.reason, e.outcome, e.code, e.address
    from json_to_recordset($1::json)
      as e ("requestId" uuid, "actorId" uuid, "actorNickname" text, "actorRole" text, action text, target text,
            before json, after json, reason text, outcome text, code text, address text)`;

interface Row {
  id: string;
  at_ms: string;
  request_id: string;
  actor_id: string;
  actor_nickname: string;
  actor_role: AuditEntry['actorRole'];
  action: string;
  target: string;
  before: JsonValue;
  after: JsonValue;
  reason: string | null;
  outcome: AuditEntry['outcome'];
  code: AuditEntry['code'];
  address: string;
}

export function auditStore(pool: pg.Pool): AuditStore {
  return {
    write: (entries) =>
      orUnavailable(async () => {
        await pool.query(INSERT, [JSON.stringify(entries.map(storable), wellFormed)]);
        return ok(undefined);
      }),

    list: ({ actorId, action, target }, limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<Row>(
          `select * from audit
            where id < $1 and ($2::uuid is null or actor_id = $2) and ($3::text is null or action = $3)
              and ($4::text is null or target = $4)
            order by id desc limit $5`,
          [below(cursor), actorId ?? null, action ?? null, target ?? null, limit + 1],
        );
        return toPage(rows, limit, (row) => row.id, toLine);
      }),
  };
}

function storable(entry: AuditEntry): AuditEntry {
  return { ...entry, target: entry.target.slice(0, LONGEST_TARGET) };
}

/** A path or a reason can hold anything, and PostgreSQL's text takes no NUL. */
function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;
}

function toLine(row: Row): AuditLine {
  return {
    id: Number(row.id),
    atMs: Number(row.at_ms),
    requestId: row.request_id,
    actorId: row.actor_id,
    actorNickname: row.actor_nickname,
    actorRole: row.actor_role,
    action: row.action,
    target: row.target,
    before: row.before,
    after: row.after,
    reason: row.reason,
    outcome: row.outcome,
    code: row.code,
    address: row.address,
  };
}
