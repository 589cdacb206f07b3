import { mkdirSync } from 'node:fs';
import { SERVER_WORDS } from '../serverWords.mjs';
import { type Child, startChild, until } from './child.ts';

const READY_WITHIN_MS = 180_000;
const ROOT = new URL('../..', import.meta.url);

export interface MemberOptions {
  name: string;
  host?: string;
  port: number;
  dataDir: string;
  databaseUrl: string;
  /** Null: it is alone, without Redis. */
  redisUrl: string | null;
  /** Under which `host:port` clients reach it, if not under its own. */
  publicAddress?: string;
  env?: Record<string, string>;
  /** What runs before Node: to get into a network namespace. */
  wrap?: string[];
  /** How we ask whether it is ready, where its own address is not for us. */
  fetchUrl?: string;
  /** From when on it must not start: whoever ends all of them would miss it. */
  isClosing?(): boolean;
}

/** One member of a cluster, in a process of its own, as `npm start` runs it. */
export interface Member {
  readonly name: string;
  readonly url: string;
  /** `host:port` for clients. */
  readonly publicAddress: string;
  readonly port: number;
  readonly pid: number;
  output(): string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process that runs now has ended. */
  ended(): Promise<number | null>;
  isRunning(): boolean;
  /** Starts it (again), and waits until it is ready. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGINT: at once, but in order. */
  stop(): Promise<void>;
}

/** Of every member of one cluster: what it can't make by itself. */
export const CLUSTER_SECRET = 'a cluster of one machine, for trying out';

export async function startMember(options: MemberOptions): Promise<Member> {
  const { name, port, dataDir, host = '127.0.0.1', wrap = [] } = options;
  const url = options.fetchUrl ?? `http://${host}:${port}`;
  const publicAddress = options.publicAddress ?? `${host}:${port}`;
  mkdirSync(dataDir, { recursive: true });
  let child: Child;

  async function start(): Promise<void> {
    if (options.isClosing?.()) throw new Error(`member ${name} is not started any more`);
    const [command, ...parameters] = [...wrap, process.execPath, ...SERVER_WORDS];
    const env = {
      ...process.env,
      LOG_LEVEL: 'warn',
      HOST: host,
      PORT: String(port),
      PUBLIC_ADDRESS: publicAddress,
      DATA_DIR: dataDir,
      DATABASE_URL: options.databaseUrl,
      ...(options.redisUrl === null ? {} : { REDIS_URL: options.redisUrl }),
      SECRETS_KEY: CLUSTER_SECRET,
      ...options.env,
    };
    const started = startChild(command!, parameters, env, ROOT);
    child = started;
    await until(
      `member ${name} is ready`,
      async () => {
        if (started.hasEnded()) throw new Error(`member ${name} ended:\n${started.output()}`);
        const asked = fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
        return asked.then(
          (answer) => answer.ok,
          () => false,
        );
      },
      READY_WITHIN_MS,
    );
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    child.signal('SIGCONT');
    child.signal(signal);
    await child.ended;
  }

  await start();
  return {
    name,
    url,
    publicAddress,
    port,
    get pid() {
      return child.pid;
    },
    output: () => child.output(),
    signal: (signal) => child.signal(signal),
    ended: () => child.ended,
    isRunning: () => !child.hasEnded(),
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
  };
}
