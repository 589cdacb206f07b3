import { addressGroup } from '../../domain/rates/addressGroup.ts';
import type { RateCounter } from '../../domain/rates/counter.ts';
import { MemoryCounter } from '../../domain/rates/memoryCounter.ts';
import {
  JOIN_PACE,
  LOAD_FACTOR,
  RATES,
  type RateName,
  REQUEST_PACE,
  rateOfMessage,
  rateOfRoute,
} from '../../domain/rates/rates.ts';
import { rateFailure, type Standing, standingOf } from '../../domain/rates/standing.ts';
import type { Asker, MessageRates } from '../../rooms/ports.ts';
import type { RedisLink } from '../cluster/redisLink.ts';
import type { Config } from '../config.ts';
import type { RateMetrics } from '../metrics/rates.ts';
import { addressList } from '../transport/addressList.ts';
import { insuredCounter } from './insuredCounter.ts';
import { createPace, type Pace } from './pace.ts';
import { RedisCounter } from './redisCounter.ts';

/** The limits of one route; what it answers is null where nothing is limited. */
export interface RouteRates {
  ofAddress(address: string): Promise<Standing | null>;
  ofPlayer(playerId: string): Promise<Standing | null>;
}

export interface Rates {
  /** @param name as `domain/rates/rates.ts` has it */
  route(name: string): RouteRates;
  joinPace: Pace;
  /** Of all requests over HTTP. */
  requestPace: Pace;
  rooms: MessageRates;
}

interface RateDeps {
  settings: Pick<Config, 'rateLimits' | 'loadAddresses'>;
  /** Null: this process counts by itself. */
  redis: Pick<RedisLink, 'commands' | 'up'> | null;
  clock: { nowMs(): number };
  metrics: RateMetrics;
}

/**
 * Holds players and addresses to the limits of `domain/rates/rates.ts`. Requests over HTTP are counted in Redis where there
 * is one; messages to rooms always in this process, which has the player's room: a round trip for each would cost more than the
 * game.
 */
export function createRates({ settings, redis, clock, metrics }: RateDeps): Rates {
  const own = new MemoryCounter();
  const counter: RateCounter =
    redis === null
      ? own
      : insuredCounter({
          ...{ shared: new RedisCounter(redis.commands), own, up: redis.up },
          onFallback: metrics.rateFallback,
        });
  const isShadow = settings.rateLimits === 'shadow';
  const sendsLoad = addressList(settings.loadAddresses);
  const limitOf = (rate: RateName, address: string): number =>
    RATES[rate].address.requests * (sendsLoad(address) ? LOAD_FACTOR : 1);

  function told(rate: RateName, by: 'player' | 'address', standing: Standing): Standing {
    if (!standing.isOver) return standing;
    metrics.rateLimited(rate, by, isShadow);
    return isShadow ? { ...standing, isOver: false } : standing;
  }

  function route(name: string): RouteRates {
    const rate = rateOfRoute(name);
    if (rate === null || settings.rateLimits === 'off') return UNLIMITED;
    const [forPlayers, forAddresses] = namesOf(name);
    return {
      async ofAddress(address) {
        const { withinMs } = RATES[rate].address;
        const count = await counter.take(forAddresses, addressGroup(address), withinMs, clock.nowMs());
        return told(rate, 'address', standingOf(limitOf(rate, address), count));
      },
      async ofPlayer(playerId) {
        const { withinMs, requests } = RATES[rate].player;
        const count = await counter.take(forPlayers, playerId, withinMs, clock.nowMs());
        return told(rate, 'player', standingOf(requests, count));
      },
    };
  }

  /** Called for each message: it makes nothing unless it refuses. */
  function message(room: string, type: string): ReturnType<MessageRates['message']> {
    const rate = rateOfMessage(room, type);
    if (settings.rateLimits === 'off') return unlimited;
    const [forPlayers, forAddresses] = namesOf(`${room} ${type}`);
    const { player: ofPlayer, address: ofAddress } = RATES[rate];

    const over = (by: 'player' | 'address', name: string, limit: number, taken: number, nowMs: number) => {
      const standing = standingOf(limit, { taken, resetAtMs: own.resetAtMs(name) });
      return told(rate, by, standing).isOver ? rateFailure(standing, nowMs) : null;
    };

    return ({ player, address }: Asker) => {
      const nowMs = clock.nowMs();
      const fromThere = own.count(forAddresses, addressGroup(address), ofAddress.withinMs, nowMs);
      if (fromThere > ofAddress.requests && fromThere > limitOf(rate, address)) {
        const refused = over('address', forAddresses, limitOf(rate, address), fromThere, nowMs);
        if (refused !== null) return refused;
      }
      if (player === null) return null;
      const byThem = own.count(forPlayers, player.id, ofPlayer.withinMs, nowMs);
      return byThem > ofPlayer.requests ? over('player', forPlayers, ofPlayer.requests, byThem, nowMs) : null;
    };
  }

  const isExempt = (address: string) => settings.rateLimits !== 'on' || sendsLoad(address);
  return {
    ...{ route, rooms: { message } },
    joinPace: createPace(JOIN_PACE, clock.nowMs, isExempt),
    requestPace: createPace(REQUEST_PACE, clock.nowMs, isExempt),
  };
}

const UNLIMITED: RouteRates = { ofAddress: async () => null, ofPlayer: async () => null };
const unlimited = () => null;

/** What players and addresses are counted under. */
function namesOf(name: string): [players: string, addresses: string] {
  return [`${name} by player`, `${name} by address`];
}
