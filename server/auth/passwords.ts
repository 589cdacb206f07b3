import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import { ok, type Result } from '../../domain/result.ts';
import { NOBODYS_HASH } from './argon2.ts';
import type { PasswordTask, PasswordTaskEnd } from './passwordWorker.ts';

/** A hash takes 19 MiB and about 20 ms of a core: half of the cores, and never more than 76 MiB. */
const MOST_THREADS = 4;
/** Whoever would wait longer than a few seconds is told to come back instead. */
const MOST_WAITING = 100;
const COME_BACK_AFTER_MS = 2_000;

export interface Passwords {
  /** The hash to store. `busy` when too many wait already. */
  hash(password: string): Promise<Result<string>>;
  /** Whether this is the password behind the hash; with null (there is none) false, after as long. `busy`. */
  verify(password: string, hash: string | null): Promise<Result<boolean>>;
  /** `busy` while too many wait: what else is asked for a log-in need not be asked then. Null: there is room. */
  full(): Failure | null;
  close(): Promise<void>;
}

interface Waiting {
  task: PasswordTask;
  settle(end: PasswordTaskEnd): void;
}

/**
 * Hashes passwords in threads of their own: Node's shared pool would make files and DNS wait behind them, and its
 * threads can't be told to let the rooms go first. So many at once as there are threads, and a bounded number waits.
 */
export function createPasswords({
  threads = Math.min(MOST_THREADS, Math.max(1, Math.floor(availableParallelism() / 2))),
  mostWaiting = MOST_WAITING,
} = {}): Passwords {
  const waiting: Waiting[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const current = new Map<Worker, Waiting>();

  function start(): Worker {
    const worker = new Worker(new URL('./passwordWorker.ts', import.meta.url));
    all.add(worker);
    worker.on('message', (end: PasswordTaskEnd) => {
      current.get(worker)?.settle(end);
      current.delete(worker);
      idle.push(worker);
      // It must not keep a process alive that has nothing else to do.
      worker.unref();
      next();
    });
    worker.on('error', (error) => drop(worker, String(error)));
    worker.on('exit', () => drop(worker, 'the hashing thread has ended'));
    return worker;
  }

  function drop(worker: Worker, reason: string): void {
    if (!all.delete(worker)) return;
    current.get(worker)?.settle({ failed: reason });
    current.delete(worker);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    next();
  }

  function next(): void {
    while (waiting.length > 0 && (idle.length > 0 || all.size < threads)) {
      const worker = idle.pop() ?? start();
      const turn = waiting.shift()!;
      current.set(worker, turn);
      worker.ref();
      worker.postMessage(turn.task);
    }
  }

  function full(): Failure | null {
    return waiting.length < mostWaiting ? null : failure('busy', { retryAfterMs: COME_BACK_AFTER_MS });
  }

  async function run<T>(task: PasswordTask): Promise<Result<T>> {
    const refusal = full();
    if (refusal !== null) return { ok: false, error: refusal };
    const end = await new Promise<PasswordTaskEnd>((settle) => {
      waiting.push({ task, settle });
      next();
    });
    if ('failed' in end) throw new Error(`a password was not hashed: ${end.failed}`);
    return ok(end.value as T);
  }

  return {
    full,
    hash: (password) => run<string>({ hash: normalPassword(password) }),
    async verify(password, hash) {
      const verified = await run<boolean>({
        verify: normalPassword(password),
        against: hash ?? NOBODYS_HASH,
      });
      return verified.ok ? ok(verified.value && hash !== null) : verified;
    },
    async close() {
      for (const { settle } of waiting.splice(0)) settle({ failed: 'the process is stopping' });
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** One spelling for what looks the same: a keyboard may send é as one character or as two. */
function normalPassword(password: string): string {
  return password.normalize('NFKC');
}
