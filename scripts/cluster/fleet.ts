import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../db/embedded/freePort.ts';
import { type Reconciliation, reconcile } from '../../db/reconcile.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { until } from './child.ts';
import { type Member, startMember } from './member.ts';
import { type RedisServer, startRedis } from './redis.ts';

export interface FleetOptions {
  members: number;
  databaseUrl: string;
  /** Kept by the caller. */
  dataDir: string;
  tables?: readonly TableRules[];
  env?: Record<string, string>;
  /** Where each member runs; on this machine as it is when left out. */
  place?(number: number): { host: string; wrap: string[] };
  redisHost?: string;
  /** By which way members reach the database, if it is another one than ours. */
  membersDatabaseUrl?: string;
  /** The same for Redis; null leaves it out: for one process that is no cluster. */
  membersRedisUrl?(redis: RedisServer): Promise<string | null>;
  /** By which `host:port` clients reach the member that listens on the port, if not by its own. */
  publicAddressOf?(port: number): Promise<string>;
}

export interface PlacedTable {
  table: string;
  /** Null while nobody holds it, or its holder is none of ours. */
  member: Member | null;
  fence: number;
  phase: string;
  game: number;
}

/** Members on one machine, with a Redis of their own, on the database of the caller. */
export interface Fleet {
  readonly members: Member[];
  readonly redis: RedisServer;
  readonly pool: pg.Pool;
  /** A `fetch` that takes the next member each time, and another one where nobody listens: a small load balancer. */
  readonly fetch: typeof globalThis.fetch;
  /** Who holds which table, as the database has it. */
  placed(): Promise<PlacedTable[]>;
  holderOf(table: string): Promise<Member>;
  /** Waits until every table has a room in some running member. */
  settled(withinMs?: number): Promise<PlacedTable[]>;
  reconcile(): Promise<Reconciliation>;
  stop(): Promise<void>;
}

interface PlaceRow {
  table: string;
  process_id: string | null;
  public_address: string | null;
  held: boolean;
  fence: string;
  game: string;
  phase: string;
}

const PLACES = `
  select l.crash_table as table, p.public_address, p.process_id, l.fence, l.game, l.phase,
         l.owner is not null and l.expires_at > clock_timestamp() as held
    from table_lease l left join table_place p on p.crash_table = l.crash_table and p.fence = l.fence
   order by 1`;

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const redis = await startRedis(await freePort(), options.redisHost);
  const tablesFile = join(options.dataDir, 'tables.json');
  if (options.tables) await writeFile(tablesFile, JSON.stringify(options.tables));
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 3 });
  pool.on('error', () => {});
  const redisUrl = options.membersRedisUrl ? await options.membersRedisUrl(redis) : redis.url;
  let closing = false;
  const start = async (number: number) => {
    const port = await freePort();
    return startMember({
      name: `m${number}`,
      port,
      dataDir: join(options.dataDir, `m${number}`),
      databaseUrl: options.membersDatabaseUrl ?? options.databaseUrl,
      redisUrl,
      ...(options.publicAddressOf ? { publicAddress: await options.publicAddressOf(port) } : {}),
      ...options.place?.(number),
      isClosing: () => closing,
      env: { ...(options.tables ? { TABLES_FILE: tablesFile } : {}), ...options.env },
    });
  };
  const members: Member[] = [];
  async function stop(): Promise<void> {
    closing = true;
    await Promise.all(members.filter((member) => member.isRunning()).map((member) => member.stop()));
    await redis.stop();
    await pool.end();
  }
  try {
    // The first one makes the schema and the seed chains: the others find them.
    members.push(await start(1));
    const others = await Promise.allSettled(
      Array.from({ length: options.members - 1 }, (_, at) => start(at + 2)),
    );
    for (const other of others) if (other.status === 'fulfilled') members.push(other.value);
    for (const other of others) if (other.status === 'rejected') throw other.reason;
  } catch (error) {
    await stop();
    throw error;
  }

  async function placed(): Promise<PlacedTable[]> {
    const { rows } = await pool.query<PlaceRow>(PLACES);
    return rows.map((row) => {
      const at = (member: Member) => member.publicAddress === row.public_address;
      const member = row.held ? (members.find(at) ?? null) : null;
      const { table, phase } = row;
      return { table, phase, fence: Number(row.fence), game: Number(row.game), member };
    });
  }

  async function settled(withinMs = 30_000): Promise<PlacedTable[]> {
    let found: PlacedTable[] = [];
    await until(
      'every table lives somewhere',
      async () => {
        found = await placed();
        return found.length > 0 && found.every(({ member }) => member?.isRunning());
      },
      withinMs,
    );
    return found;
  }

  return {
    members,
    redis,
    pool,
    fetch: roundRobin(members),
    placed,
    async holderOf(table) {
      const found = (await settled()).find((placedTable) => placedTable.table === table);
      if (found?.member == null) throw new Error(`nobody holds ${table}`);
      return found.member;
    },
    settled,
    async reconcile() {
      const client = await pool.connect();
      try {
        return await reconcile(client as unknown as pg.Client);
      } finally {
        client.release();
      }
    },
    stop,
  };
}

function roundRobin(members: readonly Member[]): typeof globalThis.fetch {
  let turn = 0;
  return async (input, init) => {
    const { pathname, search } = new URL(String(input));
    let failed: unknown;
    for (let tries = 0; tries < members.length; tries += 1) {
      const member = members[turn++ % members.length]!;
      if (!member.isRunning()) continue;
      try {
        return await fetch(`http://${member.publicAddress}${pathname}${search}`, init);
      } catch (error) {
        // Nobody listens: it was not carried out. All else is the caller's to judge.
        failed = error;
        if (((error as Error).cause as { code?: string } | undefined)?.code !== 'ECONNREFUSED') throw error;
      }
    }
    throw failed ?? new TypeError('no member is running');
  };
}
