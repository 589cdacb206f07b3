import { fork } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../db/embedded/freePort.ts';

/** Runs `work` beside a stock Colyseus server in a process of its own. */
export async function withStockServer<T>(work: (pid: number, url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const child = fork(new URL('./stockServer.ts', import.meta.url), [String(port)], { stdio: 'ignore' });
  try {
    await once(child, 'message');
    return await work(child.pid!, `http://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
  }
}
