import { rm } from 'node:fs/promises';
import { Fairground, type FairgroundOptions } from '../../../client/sdk/index.ts';
import { DEFAULT_TABLES, type TableRules } from '../../../domain/crash/tables.data.ts';
import { type Fleet, type FleetOptions, startFleet } from '../../../scripts/cluster/fleet.ts';
import { CLUSTER_SECRET } from '../../../scripts/cluster/member.ts';
import { migratedDatabase } from '../../support/database.ts';
import { playFirstGamesAt } from '../../support/shortFlights.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

/** Rounds that come and go; the first of them are short (`shortFlights.ts`). */
export function quickTable(table: string, timing: Partial<TableRules> = {}): TableRules {
  return { ...DEFAULT_TABLES[0]!, table, bettingMs: 2_000, pauseMs: 300, edgePercent: 20, ...timing };
}

/** A cluster for one test file, on a database and a Redis of its own. */
export interface Trial {
  fleet: Fleet;
  /** Through the round-robin entry: no member in particular. */
  guest(options?: Partial<FairgroundOptions>): Promise<Fairground>;
  end(): Promise<void>;
}

export interface TrialOptions extends Pick<FleetOptions, 'members' | 'place' | 'redisHost'> {
  tables: readonly TableRules[];
  /** By which way members reach the database of that URL. */
  membersDatabase?(url: string): Promise<string>;
}

export async function startTrial({ membersDatabase, ...options }: TrialOptions): Promise<Trial> {
  const database = await migratedDatabase();
  await playFirstGamesAt(database.url, CLUSTER_SECRET, options.tables);
  const dataDir = await temporaryDirectory();
  const fleet = await startFleet({
    ...{ ...options, databaseUrl: database.url, dataDir },
    ...(membersDatabase ? { membersDatabaseUrl: await membersDatabase(database.url) } : {}),
    env: { NODE_ENV: 'test', CHAIN_LENGTH: '2000' },
  });
  const guests: Fairground[] = [];
  return {
    fleet,
    async guest(own = {}) {
      const fairground = new Fairground({ url: 'http://entry.test', fetch: fleet.fetch, ...own });
      for (;;) {
        try {
          await fairground.guest({ ageConfirmed: true });
          break;
        } catch (error) {
          if ((error as { code?: string }).code !== 'busy') throw error;
        }
      }
      guests.push(fairground);
      return fairground;
    },
    async end() {
      await Promise.all(guests.map((fairground) => fairground.close().catch(() => {})));
      await fleet.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
