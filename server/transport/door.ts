import { addressGroup } from '../../domain/rates/addressGroup.ts';
import { MemoryCounter } from '../../domain/rates/memoryCounter.ts';
import { CONNECTIONS, LOAD_FACTOR } from '../../domain/rates/rates.ts';
import type { Config } from '../config.ts';
import { addressList } from './addressList.ts';

/**
 * Who may connect: how many connections in a while, and how many websockets at once, come from one address. Both are looked
 * at before anything is made of what a connection says.
 */
export interface Door {
  /**
   * A connection came, at this address of its socket's own. False: it is to be cut. One from a trusted proxy always may: whom
   * it stands for is known when it has spoken.
   */
  admits(remoteAddress: string): boolean;
  /** A websocket came from this address, a proxy's word for it believed. Null: it is one too many. */
  enter(address: string): (() => void) | null;
}

export interface DoorSettings extends Pick<Config, 'rateLimits' | 'loadAddresses' | 'maxSocketsPerAddress'> {
  trustedProxies: readonly string[];
  nowMs(): number;
  /** `shadow`: it would have been, and was let in. */
  onTurnedAway(what: 'connection' | 'socket', isShadow: boolean): void;
}

export const OPEN_DOOR: Door = { admits: () => true, enter: () => () => {} };

export function createDoor(settings: DoorSettings): Door {
  const { rateLimits, maxSocketsPerAddress, nowMs, onTurnedAway } = settings;
  if (rateLimits === 'off') return OPEN_DOOR;
  const isShadow = rateLimits === 'shadow';
  const sendsLoad = addressList(settings.loadAddresses);
  const isTrusted = addressList(settings.trustedProxies);
  const came = new MemoryCounter();
  const open = new Map<string, number>();
  const most = (limit: number, address: string) => limit * (sendsLoad(address) ? LOAD_FACTOR : 1);

  /** True: turned away. */
  function turn(what: 'connection' | 'socket'): boolean {
    onTurnedAway(what, isShadow);
    return !isShadow;
  }

  return {
    admits(address) {
      if (isTrusted(address)) return true;
      const taken = came.count('connections', addressGroup(address), CONNECTIONS.withinMs, nowMs());
      return (
        taken <= CONNECTIONS.requests || taken <= most(CONNECTIONS.requests, address) || !turn('connection')
      );
    },
    enter(address) {
      const group = addressGroup(address);
      const before = open.get(group) ?? 0;
      if (before >= maxSocketsPerAddress && before >= most(maxSocketsPerAddress, address) && turn('socket'))
        return null;
      open.set(group, before + 1);
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        const left = (open.get(group) ?? 1) - 1;
        if (left > 0) open.set(group, left);
        else open.delete(group);
      };
    },
  };
}
