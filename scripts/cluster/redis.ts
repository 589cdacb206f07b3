import { createConnection } from 'node:net';
import { type Child, startChild, until } from './child.ts';
import { findProgram } from './programs.ts';

const READY_WITHIN_MS = 10_000;

/** A Redis of our own, without anything on disk: after a stop it starts empty. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  start(): Promise<void>;
  /** At once; its connections break. */
  stop(): Promise<void>;
  /** Keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

/** The path of redis-server (or Valkey's), null where there is none. */
export function findRedisServer(): string | null {
  return findProgram('redis-server') ?? findProgram('valkey-server');
}

/** @throws where there is no redis-server */
export async function startRedis(port: number, host = '127.0.0.1'): Promise<RedisServer> {
  const program = findRedisServer();
  if (program === null) throw new Error('there is no redis-server in PATH');
  let child: Child | null = null;

  async function start(): Promise<void> {
    const options = ['--port', `${port}`, '--bind', host, '--save', '', '--appendonly', 'no'];
    const started = startChild(program!, [...options, '--protected-mode', 'no'], process.env);
    child = started;
    await until(
      `Redis on port ${port}: ${started.output()}`,
      async () => {
        if (started.hasEnded()) throw new Error(`Redis did not start:\n${started.output()}`);
        return pongs(port, host);
      },
      READY_WITHIN_MS,
    );
  }

  await start();
  return {
    url: `redis://${host}:${port}`,
    port,
    get pid() {
      return child!.pid;
    },
    start,
    async stop() {
      child?.signal('SIGKILL');
      await child?.ended;
    },
    freeze: () => child?.signal('SIGSTOP'),
    thaw: () => child?.signal('SIGCONT'),
  };
}

function pongs(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host });
    socket.setTimeout(500, () => socket.destroy());
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      resolve(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
