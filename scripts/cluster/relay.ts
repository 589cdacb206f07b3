import { createServer, type Server, Socket } from 'node:net';

/**
 * A TCP relay that can be slow (what a client sends is handed on `delayMs` later, what comes back at once), and that can break
 * what goes through it.
 */
export interface Relay {
  port: number;
  delayMs: number;
  /** Resets all connections, to both sides. New ones are taken. @returns how many there were */
  reset(): number;
  close(): Promise<void>;
}

export async function startRelay(host: string, target: { host: string; port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  const relay = { port: 0, delayMs: 0, reset, close };
  const server: Server = createServer((client) => {
    const upstream = new Socket();
    upstream.connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (data) => {
      if (relay.delayMs === 0) upstream.write(data);
      // Timers of one length fire in order.
      else setTimeout(() => upstream.write(data), relay.delayMs);
    });
    upstream.on('data', (data) => client.write(data));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  relay.port = (server.address() as { port: number }).port;
  function reset(): number {
    const count = sockets.size / 2;
    for (const socket of sockets) socket.resetAndDestroy();
    return count;
  }
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
  return relay;
}
