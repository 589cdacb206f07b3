import { createServer } from 'node:net';

/** Why nobody can listen on the port of 127.0.0.1, or null. */
export async function whyNotFree(port: number): Promise<string | null> {
  const server = createServer();
  const failed = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    // Without SO_REUSEPORT, which HAProxy and uWebSockets.js share a port by: beside any listener this one fails.
    server.listen(port, '127.0.0.1', () => resolve(null));
  });
  await new Promise((resolve) => server.close(resolve));
  if (failed === null) return null;
  return failed.code === 'EADDRINUSE'
    ? `port ${port} is taken`
    : `port ${port} can't be listened on: ${failed.message}`;
}
