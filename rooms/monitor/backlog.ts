import type { Client } from '@colyseus/core';

/** What a watcher may have waiting before frames are left out for it; at 256 KiB its connection would be cut. */
const SKIP_ABOVE_BYTES = 64 * 1024;

/** What of a connection either transport has: `ws` counts by itself, uWebSockets.js is asked. */
interface Socket {
  bufferedAmount?: number;
  ws?: { getBufferedAmount(): number };
}

/** True while what was sent before has not left yet: a frame more would bring the connection nearer to being cut. */
export function isBehind(client: Client): boolean {
  const socket = client.ref as Socket | undefined;
  try {
    const bytes = socket?.ws === undefined ? socket?.bufferedAmount : socket.ws.getBufferedAmount();
    return (bytes ?? 0) > SKIP_ABOVE_BYTES;
  } catch {
    // uWebSockets.js throws for a socket that has closed: there is nothing to send it either.
    return true;
  }
}
