import type { Database } from '../../db/open.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import type { HttpDeps } from '../http/deps.ts';
import type { Logger } from '../logger.ts';
import type { HeardFeed } from '../playerFeed.ts';
import { keepRanks } from '../ranks.ts';
import { tellBalances } from './balanceNews.ts';
import { createOperatorGrants } from './grants.ts';
import { createPresence } from './presence.ts';
import { watchStandings } from './standings.ts';
import { keepTrail } from './trail.ts';

export interface Operators {
  rooms: Pick<RoomPorts, 'bans' | 'standings' | 'trail'>;
  http: Pick<
    HttpDeps,
    'audit' | 'players' | 'ranks' | 'operatorGrants' | 'standingChanged' | 'balancesChanged' | 'isOnline'
  >;
  stop(): Promise<void>;
}

/** What operators do to players, and how all processes come to know of it. */
export async function openOperators(options: {
  database: Pick<Database, 'audit' | 'cluster' | 'ledger' | 'players' | 'ranks'>;
  bus: Bus;
  feed: HeardFeed;
  clock: { nowMs(): number };
  /** Forgets what sign-in has cached of a player. */
  forget(playerId: string): void;
  newUuid(): string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
}): Promise<Operators> {
  const { database, bus, feed, clock, forget, newUuid, log } = options;
  const { audit, cluster, ledger, players } = database;
  const watch = await watchStandings({ players, bus, clock, forget, log });
  const presence = createPresence(bus, feed);
  const ranks = keepRanks({ store: database.ranks, changed: watch.changed, clock, log });
  return {
    rooms: { bans: watch.bans, standings: watch.standings, trail: keepTrail(audit, newUuid, log) },
    http: {
      ...{ audit, players, ranks },
      operatorGrants: createOperatorGrants(ledger, players),
      standingChanged: watch.changed,
      balancesChanged: (playerIds) => tellBalances(feed, cluster.balancesOf, playerIds),
      isOnline: presence.isOnline,
    },
    async stop() {
      await ranks.stop();
      watch.stop();
      presence.stop();
    },
  };
}
