import type { Client } from '@colyseus/core';
import type { Broadcast, BroadcastTarget } from '../domain/broadcast/broadcast.ts';
import type { BroadcastMessage } from '../domain/protocol/lobby.ts';
import type { RoomPorts } from './ports.ts';

/** Of each client that sits somewhere: what ends its being told. Apart from it, since clients travel through JSON. */
const seated = new WeakMap<Client, () => void>();

/** Tells a client that has come, or come back, what operators say: what is live at once, all else when it starts. */
export function tellBroadcasts(
  { broadcasts }: Pick<RoomPorts, 'broadcasts'>,
  client: Client,
  seat: BroadcastTarget,
): void {
  endBroadcasts(client);
  const tell = (broadcast: Broadcast) => client.send('broadcast', messageOf(broadcast));
  // In one turn: between the two nothing can become live and be missed, or be told twice.
  for (const broadcast of broadcasts.live(seat)) tell(broadcast);
  seated.set(client, broadcasts.subscribe(seat, tell));
}

/** It left, or its connection broke. */
export function endBroadcasts(client: Client): void {
  seated.get(client)?.();
  seated.delete(client);
}

function messageOf({ id, text, level, expiresAtMs }: Broadcast): BroadcastMessage {
  return { id, text, level, expiresAtMs };
}
