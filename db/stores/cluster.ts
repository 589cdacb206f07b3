import type pg from 'pg';
import type { ClusterStore, ClusterView } from '../../domain/cluster/port.ts';
import type { Balances } from '../../domain/identity/port.ts';
import type { Currency } from '../../domain/money.ts';
import { ok } from '../../domain/result.ts';
import { orUnavailable } from '../transact.ts';

const MEMBER_TTL = '3 seconds';
/** Rows of members that went without a word are kept for this long, for whoever looks into what happened. */
const FORGET_AFTER = '1 minute';

const BEAT = `
  with before as (select expires_at > clock_timestamp() as lives from cluster_member where member_id = $1),
       forgotten as (
         delete from cluster_member
          where member_id <> $1 and expires_at < clock_timestamp() - '${FORGET_AFTER}'::interval
       )
  insert into cluster_member (member_id, process_id, public_address, draining, expires_at)
  values ($1, $2, $3, $4, clock_timestamp() + '${MEMBER_TTL}'::interval)
  on conflict (member_id) do update
     set process_id = excluded.process_id, public_address = excluded.public_address,
         draining = excluded.draining, expires_at = excluded.expires_at
  returning coalesce((select lives from before), false) as lived`;

/** A process is gone when nobody holds the advisory lock of its name (`db/ownerLock.ts`): known at once. */
const isGone = (id: string) =>
  `(${id} <> $1 and pg_try_advisory_xact_lock(hashtextextended(${id}::text, 0)))`;

const VIEW = `
  select (select coalesce(json_agg(json_build_object('memberId', m.member_id, 'processId', m.process_id,
                 'publicAddress', m.public_address, 'draining', m.draining, 'gone', ${isGone('m.member_id')})), '[]')
            from cluster_member m where m.expires_at > clock_timestamp()) as members,
         (select coalesce(json_agg(json_build_object('table', l.crash_table, 'holderId', l.owner, 'fence', l.fence,
                 'free', l.owner is null or l.expires_at <= clock_timestamp() or ${isGone('l.owner')},
                 'place', case when p.fence is null then null else json_build_object('roomId', p.room_id,
                   'processId', p.process_id, 'publicAddress', p.public_address, 'phase', p.phase,
                   'players', p.players) end)), '[]')
            from table_lease l
            left join table_place p on p.crash_table = l.crash_table and p.fence = l.fence) as tables`;

/** @param tablePool what keeps tables and members going: no flood of reads may delay it */
export function clusterStore(tablePool: pg.Pool, pool: pg.Pool): ClusterStore {
  return {
    beat: ({ memberId, processId, publicAddress, draining }) =>
      orUnavailable(async () => {
        const { rows } = await tablePool.query<{ lived: boolean }>(BEAT, [
          memberId,
          processId,
          publicAddress,
          draining,
        ]);
        return ok({ returned: !rows[0]!.lived });
      }),

    view: (memberId) =>
      orUnavailable(async () => {
        const { rows } = await tablePool.query<ClusterView>(VIEW, [memberId]);
        return ok(rows[0]!);
      }),

    leave: (memberId) =>
      orUnavailable(async () => {
        await tablePool.query('delete from cluster_member where member_id = $1', [memberId]);
        return ok(undefined);
      }),

    show: ({ table, fence }, { roomId, processId, publicAddress, phase, players }) =>
      orUnavailable(async () => {
        await tablePool.query(
          `insert into table_place (crash_table, fence, room_id, process_id, public_address, phase, players)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (crash_table) do update
              set fence = excluded.fence, room_id = excluded.room_id, process_id = excluded.process_id,
                  public_address = excluded.public_address, phase = excluded.phase, players = excluded.players
            where table_place.fence <= excluded.fence`,
          [table, fence, roomId, processId, publicAddress, phase, players],
        );
        return ok(undefined);
      }),

    balancesOf: (playerIds) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ player_id: string; currency: Currency; balance: string }>(
          'select player_id, currency, balance from account where player_id = any ($1)',
          [playerIds],
        );
        const found = new Map<string, Balances>();
        for (const { player_id, currency, balance } of rows) {
          const balances = found.get(player_id) ?? { coins: 0, credits: 0, gems: 0 };
          balances[currency] = Number(balance);
          found.set(player_id, balances);
        }
        return ok(found);
      }),
  };
}
