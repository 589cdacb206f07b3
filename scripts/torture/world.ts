import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';
import { oddsDirectory, smallBanner } from '../../tests/support/smallBanner.ts';
import { temporaryDirectory } from '../../tests/support/temporaryDirectory.ts';
import { type Fleet, startFleet } from '../cluster/fleet.ts';
import { needProgram } from '../cluster/programs.ts';
import { type Relay, startRelay } from '../cluster/relay.ts';
import { shortTable } from '../shortTable.ts';
import { type Disk, makeDisk } from './disk.ts';
import type { WorldName } from './options.ts';

const HOST = '127.0.0.1';
const STOCK = 1_000_000;

export const TABLES = ['one', 'two', 'three'].map(shortTable);

/** Servers, PostgreSQL and Redis of our own, and relays between each two of them. */
export interface World {
  name: WorldName;
  fleet: Fleet;
  database: Embedded;
  /** Null where nothing can be mounted. */
  disk: Disk | null;
  relays: { players: Relay[]; database: Relay; redis: Relay | null };
  close(): Promise<void>;
}

export async function makeWorld(name: WorldName): Promise<World> {
  needProgram('redis-server');
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const dataDir = await temporaryDirectory('fairground-torture-');
    ends.push(() => rm(dataDir, { recursive: true, force: true }));
    const disk = makeDisk(join(dataDir, 'disk'));
    ends.push(() => disk?.remove());
    const database = await startEmbedded(join(dataDir, 'disk', 'postgres'), {
      settings: { max_connections: '200' },
    });
    ends.push(() => database.stop());
    const relays: World['relays'] = { players: [], database: await relay(database.port), redis: null };
    ends.push(() =>
      Promise.all([...relays.players, relays.database, relays.redis].map((each) => each?.close())),
    );
    const odds = await oddsDirectory(smallBanner(STOCK, STOCK, { 1: 100, 10: 900 }));
    ends.push(() => rm(odds, { recursive: true, force: true }));
    const throughRelay = new URL(database.url);
    throughRelay.port = String(relays.database.port);
    const fleet = await startFleet({
      ...{ members: name === 'cluster' ? 3 : 1, databaseUrl: database.url, dataDir, tables: TABLES },
      membersDatabaseUrl: throughRelay.href,
      async membersRedisUrl(redis) {
        if (name === 'single') return null;
        relays.redis = await relay(redis.port);
        return `redis://${HOST}:${relays.redis.port}`;
      },
      async publicAddressOf(port) {
        const before = await relay(port);
        relays.players.push(before);
        return `${HOST}:${before.port}`;
      },
      env: { CHAIN_LENGTH: '20000', JOB_CONCURRENCY: '1', ODDS_DIR: odds, NODE_ENV: 'test' },
    });
    ends.push(() => fleet.stop());
    await fleet.settled();
    return { name, fleet, database, disk, relays, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function relay(port: number): Promise<Relay> {
  return startRelay(HOST, { host: HOST, port });
}
