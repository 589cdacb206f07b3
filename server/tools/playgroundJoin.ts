import { type Client, ClientState, Room } from '@colyseus/core';
import { may } from '../../domain/identity/permissions.ts';
import type { Seat } from '../../rooms/requests.ts';

interface Joining {
  _onJoin(client: Client & { state: ClientState }, ...rest: unknown[]): Promise<unknown>;
  onMessageEvents?: { events: object };
}

/**
 * The playground makes every room tell every client which messages it takes, by a patch of Colyseus' `Room`: a message
 * more for each player who joins. Called around its import, this leaves it to those who may use the playground.
 */
export async function onlyTellOperators<T>(load: () => T | Promise<T>): Promise<T> {
  const prototype = Room.prototype as unknown as Joining;
  const own = prototype._onJoin;
  const loaded = await load();
  prototype._onJoin = async function (this: Joining, client, ...rest) {
    const joined = await own.call(this, client, ...rest);
    const player = (client.auth as Seat | undefined)?.player;
    if (player && client.state === ClientState.JOINING && may(player.role, 'useColyseusTools')) {
      const types = Object.keys(this.onMessageEvents?.events ?? {}).filter((type) => !/^(__|\*$)/.test(type));
      client.send('__playground_message_types', Object.fromEntries(types.map((type) => [type, null])));
    }
    return joined;
  };
  return loaded;
}
