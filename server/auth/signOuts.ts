import type { Client, RegisteredHandler, Room } from '@colyseus/core';
import { z } from 'zod';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { LoginStore } from '../../domain/identity/logins.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { Seat } from '../../rooms/requests.ts';
import type { Logger } from '../logger.ts';

/** Sockets whose log-in ended without our having heard of it are found by a look into the database. */
const LOOK_EVERY_MS = 10_000;

const Message = z.object({
  playerId: z.uuid(),
  change: z.literal('sessions'),
  ended: z.array(z.uuid()).optional(),
});

export interface SignOuts {
  /** Rooms of this kind are looked after. */
  attend(handler: RegisteredHandler): void;
  /** These log-ins have ended: their sockets are closed here and on all other members. Called after the commit. */
  ended(playerId: string, loginIds: readonly string[]): void;
  /** Called when a player's log-ins have changed, here or on another member. */
  onChange(listener: (playerId: string) => void): void;
  stop(): void;
}

type Seated = Client<{ auth: Seat }>;

/** Closes the sockets of log-ins that have ended, in whatever room they are, on every member of the cluster. */
export function createSignOuts(deps: {
  bus: Pick<Bus, 'publish' | 'subscribe' | 'onGap'>;
  logins: Pick<LoginStore, 'stillOpen'>;
  logger: Logger;
}): SignOuts {
  const { bus, logins, logger } = deps;
  const rooms = new Set<Room>();
  const listeners: ((playerId: string) => void)[] = [];

  function* seats(): Generator<{ client: Seated; loginId: string }> {
    for (const room of rooms) {
      for (const client of room.clients as unknown as Seated[]) {
        const loginId = client.auth?.player?.loginId;
        if (loginId !== undefined) yield { client, loginId };
      }
    }
  }
  function close(isEnded: (loginId: string) => boolean): void {
    for (const { client, loginId } of seats()) {
      if (isEnded(loginId)) client.leave(CLOSE_CODES.signedOut, 'unauthorized');
    }
  }
  async function look(): Promise<void> {
    const seated = [...new Set([...seats()].map(({ loginId }) => loginId))];
    if (seated.length === 0) return;
    try {
      const open = await logins.stillOpen(seated);
      const ended = new Set(seated.filter((loginId) => !open.has(loginId)));
      if (ended.size > 0) close((loginId) => ended.has(loginId));
    } catch (error) {
      logger.warn({ err: error, code: 'store_unavailable' }, 'ended sessions could not be looked for');
    }
  }

  const unsubscribe = bus.subscribe('players', (message) => {
    const { data } = Message.safeParse(message);
    if (data === undefined) return;
    for (const listener of listeners) listener(data.playerId);
    const ended = new Set(data.ended);
    if (ended.size > 0) close((loginId) => ended.has(loginId));
  });
  const endGaps = bus.onGap(() => void look());
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();

  return {
    attend(handler) {
      handler.on('create', (room) => void rooms.add(room));
      handler.on('dispose', (room) => void rooms.delete(room));
    },
    ended(playerId, loginIds) {
      for (const listener of listeners) listener(playerId);
      const ended = new Set(loginIds);
      close((loginId) => ended.has(loginId));
      bus.publish('players', { playerId, change: 'sessions', ended: [...loginIds] });
    },
    onChange: (listener) => void listeners.push(listener),
    stop() {
      clearInterval(timer);
      unsubscribe();
      endGaps();
    },
  };
}
