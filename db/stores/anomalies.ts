import type pg from 'pg';
import type { Anomaly, AnomalyStore } from '../../domain/watch/port.ts';
import { orThrow } from '../transact.ts';

interface AnomalyRow {
  kind: Anomaly['kind'];
  subject: string;
  scope: string;
  amount: string;
  data: Anomaly['data'];
  at_ms: string;
  nickname: string | null;
}

const KEEP = `
  insert into anomaly (kind, subject, scope, member_id, amount, data, at_ms)
  select a.kind, a.subject, a.scope, $1, a.amount, a.data, a.at_ms
    from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::json[], $7::bigint[])
           as a (kind, subject, scope, amount, data, at_ms)
  on conflict (kind, subject, scope, member_id)
  do update set amount = excluded.amount, data = excluded.data, at_ms = excluded.at_ms`;

/** Of members that saw the same, the amounts add up; the details are those of whoever saw it last. */
const LIST = `
  select a.kind, a.subject, a.scope, sum(a.amount) as amount, max(a.at_ms) as at_ms,
         (array_agg(a.data order by a.at_ms desc))[1] as data, max(p.nickname) as nickname
    from anomaly a left join player p on p.id::text = a.subject
   where a.kind = $1
   group by a.kind, a.subject, a.scope
  having sum(a.amount) >= $2
   order by max(a.at_ms) desc, a.subject
   limit $3`;

export function anomalyStore(pool: pg.Pool): AnomalyStore {
  return {
    keep: (memberId, anomalies) =>
      orThrow(async () => {
        if (anomalies.length === 0) return;
        await pool.query(KEEP, [
          memberId,
          anomalies.map(({ kind }) => kind),
          anomalies.map(({ subject }) => subject),
          anomalies.map(({ scope }) => scope),
          anomalies.map(({ amount }) => amount),
          anomalies.map(({ data }) => JSON.stringify(data)),
          anomalies.map(({ atMs }) => atMs),
        ]);
      }),

    list: (kind, least, limit) =>
      orThrow(async () => {
        const { rows } = await pool.query<AnomalyRow>(LIST, [kind, least, limit]);
        return rows.map((row) => ({ ...row, amount: Number(row.amount), atMs: Number(row.at_ms) }));
      }),

    forget: (beforeMs) =>
      orThrow(async () => void (await pool.query('delete from anomaly where at_ms < $1', [beforeMs]))),
  };
}
