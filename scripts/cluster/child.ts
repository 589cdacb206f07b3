import { type ChildProcess, spawn } from 'node:child_process';

/** A process that we started, and what it printed. */
export interface Child {
  readonly pid: number;
  output(): string;
  /** By its id alone; nothing happens when it has ended. */
  signal(signal: NodeJS.Signals): void;
  /** Exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  hasEnded(): boolean;
}

const KEPT_CHARS = 200_000;
const running = new Set<Child>();

/** kill -9 of all that we started and that runs still. */
export function killChildren(): void {
  for (const child of running) child.signal('SIGKILL');
}

export function startChild(command: string, parameters: string[], env: NodeJS.ProcessEnv, cwd?: URL): Child {
  const child: ChildProcess = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-KEPT_CHARS);
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const started: Child = {
    pid: child.pid ?? 0,
    output: () => printed,
    signal(signal) {
      if (!hasEnded()) child.kill(signal);
    },
    ended,
    hasEnded,
  };
  running.add(started);
  child.once('exit', () => running.delete(started));
  return started;
}

/** Asks until it holds. @throws when that takes longer than `withinMs` */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  pauseMs = 25,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`not in ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
