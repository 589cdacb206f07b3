import { LocalPresence, type MatchMakerDriver, matchMaker, type Presence } from '@colyseus/core';
import { openBus } from '../../db/bus.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { ClusterStore } from '../../domain/cluster/port.ts';
import type { Log } from '../../rooms/ports.ts';
import type { Config } from '../config.ts';
import { createPlayerFeed, type HeardFeed } from '../playerFeed.ts';
import { MemberDriver } from './memberDriver.ts';
import { MemberPresence } from './memberPresence.ts';
import { joinCluster, type Membership } from './membership.ts';
import { openRedisBus } from './redisBus.ts';
import { linkRedis, type RedisLink } from './redisLink.ts';
import { shareFeed } from './sharedFeed.ts';
import { SharedRooms } from './sharedRooms.ts';
import { sweepStaleRooms } from './sweeper.ts';

export interface ClusterOptions {
  config: Pick<Config, 'redisUrl' | 'publicAddress'>;
  store: ClusterStore;
  memberId: string;
  databaseUrl: string;
  draining(): boolean;
  log: Log;
  onRedisAway(): void;
}

/** What a process has of the others. */
export interface Cluster {
  bus: Bus;
  membership: Membership;
  /** For Colyseus' server. */
  colyseus: { driver: MatchMakerDriver; presence: Presence; publicAddress?: string };
  feed: HeardFeed;
  /** Null where there is none. */
  redis: Pick<RedisLink, 'commands' | 'up'> | null;
  /** Null where there is no Redis, else whether it answers. */
  redisUp(): boolean | null;
  /** From now on tables may be placed here. */
  open(): void;
  close(): Promise<void>;
}

/**
 * Makes this process a member: known to the others through the database, its rooms known and asked through Redis if there is
 * one. Without Redis rooms are this process' own, and all else is the same.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { config, store, memberId, log } = options;
  let membership: Membership | null = null;
  let open = false;
  const link = config.redisUrl === null ? null : await linkRedis(config.redisUrl, log, options.onRedisAway);
  const onError = (error: unknown) => log.warn({ err: error }, 'the bus between the processes has trouble');
  const bus = link
    ? await openRedisBus({ link, memberId, onError })
    : await openBus({ url: options.databaseUrl, memberId, onError });
  const lives = (processId: string) => membership?.lives(processId) ?? true;
  const shared = link && new SharedRooms(link, lives, log);
  const colyseus = colyseusParts(link, shared, config.publicAddress);
  // A member that does not answer is judged by the database, and rooms are made where players land.
  matchMaker.setHealthChecksEnabled(false);
  const { driver, presence, publicAddress } = colyseus;
  await matchMaker.setup(presence, driver, publicAddress, async () => matchMaker.processId);

  membership = await joinCluster({
    ...{ store, bus, log },
    self: { memberId, processId: matchMaker.processId, publicAddress: config.publicAddress ?? '' },
    draining: () => !open || options.draining(),
  });
  const { view, onReturn } = membership;
  if (shared) {
    onReturn(() => shared.tellAll());
    sweepStaleRooms(membership, shared);
  }
  const feed = shareFeed({
    ...{ local: createPlayerFeed(), bus, balancesOf: store.balancesOf },
    hasOthers: () => view().members.length > 1,
  });
  return {
    bus,
    membership,
    colyseus,
    feed,
    redis: link,
    redisUp: () => link?.up() ?? null,
    open() {
      open = true;
      membership.announce();
    },
    async close() {
      await membership.stop();
      await bus.close();
      await link?.close();
    },
  };
}

function colyseusParts(
  link: RedisLink | null,
  shared: SharedRooms | null,
  publicAddress: string | null,
): Cluster['colyseus'] {
  return {
    driver: new MemberDriver(shared),
    presence: link ? new MemberPresence(link.pubsub) : new LocalPresence(),
    ...(publicAddress === null ? {} : { publicAddress }),
  };
}
