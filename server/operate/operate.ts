import type { Database } from '../../db/open.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import type { Log, PlayerFeed, RoomPorts, Seeds } from '../../rooms/ports.ts';
import { type Banners, createBanners } from './banners.ts';
import { type Broadcasts, createBroadcasts } from './broadcasts.ts';
import { createTableSettings, type TableSettings } from './tableSettings.ts';
import { createVoiding, type VoidRound } from './voiding.ts';

/** Rooms that a broadcast may name. */
const ROOMS = ['lobby', 'crash', 'slots', 'gacha', 'rps', 'rps_match', 'backtest', 'monitor'];

interface Options {
  database: Database;
  bus: Bus;
  clock: { nowMs(): number };
  tables: readonly TableRules[];
  newUuid(): string;
  log: Log;
}

/** What operators say and set, and what follows from it on this process. */
export interface Operate {
  broadcasts: Broadcasts;
  settings: TableSettings;
  banners: Banners;
  /** Asks the keeper of the chains' secrets, and tells players, at the voiding only. */
  voiding(parts: { seeds: Pick<Seeds, 'gameHash'>; feed: Pick<PlayerFeed, 'publish'> }): VoidRound;
  /** For the rooms. */
  ports: Pick<RoomPorts, 'broadcasts' | 'banners' | 'tableSettings'>;
  stop(): void;
}

export function createOperate({ database, bus, clock, tables, newUuid, log }: Options): Operate {
  const addressable = { rooms: ROOMS, tables: tables.map(({ table }) => table) };
  const broadcasts = createBroadcasts({
    ...{ store: database.broadcasts, bus, clock, addressable, newUuid, log },
  });
  const settings = createTableSettings({ store: database.tableSettings, bus, log });
  const banners = createBanners({ store: database.banners, bus, log });
  const { chains, voids } = database;
  return {
    ...{ broadcasts, settings, banners },
    voiding: ({ seeds, feed }) => createVoiding({ voids, chains, seeds, feed }),
    ports: { broadcasts, banners, tableSettings: settings },
    stop() {
      for (const part of [broadcasts, settings, banners]) part.stop();
    },
  };
}
