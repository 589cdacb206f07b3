import { Redis } from 'ioredis';
import { placement } from '../../../domain/cluster/placement.ts';
import type { Fleet, PlacedTable } from '../../../scripts/cluster/fleet.ts';

export const PATIENT = { timeout: 60_000, interval: 50 };

/** Colyseus ids of the processes whose rooms Redis lists. */
export async function listedProcesses(fleet: Fleet): Promise<Set<string>> {
  const redis = new Redis(fleet.redis.url);
  try {
    const rooms = Object.values(await redis.hgetall('roomcaches'));
    return new Set(rooms.map((text) => (JSON.parse(text) as { processId: string }).processId));
  } finally {
    redis.disconnect();
  }
}

/** Of the members that the database knows, by `host:port`. */
export async function processOf(fleet: Fleet, url: string): Promise<string> {
  const { rows } = await fleet.pool.query<{ process_id: string }>(
    'select process_id from cluster_member where public_address = $1 order by expires_at desc limit 1',
    [new URL(url).host],
  );
  return rows[0]!.process_id;
}

/** All members are there, and every table lives where it belongs: none is about to be handed over. */
export async function areAtHome(fleet: Fleet, except: readonly string[] = []): Promise<boolean> {
  const { rows } = await fleet.pool.query<{ member_id: string; public_address: string }>(
    'select member_id, public_address from cluster_member where expires_at > clock_timestamp()',
  );
  const addressOf = new Map(rows.map((row) => [row.member_id, row.public_address]));
  if (addressOf.size < fleet.members.length) return false;
  return (await fleet.placed()).every(({ table, member }) => {
    if (except.includes(table)) return true;
    const home = addressOf.get(placement(table, [...addressOf.keys()])[0]!);
    return member !== null && new URL(member.url).host === home;
  });
}

export function placeOf(placed: readonly PlacedTable[], table: string): PlacedTable {
  return placed.find((each) => each.table === table)!;
}
