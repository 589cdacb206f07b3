import type { HttpDefaults } from './http.ts';
import type { RoomLinkOptions } from './roomLink.ts';
import { type Scheduler, systemScheduler } from './scheduler.ts';
import type { SessionStore } from './sessionStore.ts';
import { WATCHDOG_DEFAULTS, type WatchdogOptions } from './watchdog.ts';

export interface FairgroundOptions {
  /** Where the server is, such as `http://127.0.0.1:2567`. */
  url: string;
  /** Where the session is kept; in memory when left out. */
  storage?: SessionStore;
  /** Where the hands of unfinished matches are kept until they are revealed; in memory when left out. */
  hands?: SessionStore;
  /** The rest has good defaults, and is here for tests and load generators. */
  fetch?: typeof globalThis.fetch;
  scheduler?: Scheduler;
  random?: () => number;
  watchdog?: Partial<WatchdogOptions>;
  /** Round trips by which a room's clock is read on joining (default 5; 0: never). */
  clockSamples?: number;
  /** Pause between later readings (default 20,000 ms; 0: none). */
  clockEveryMs?: number;
}

export function httpDefaults(options: FairgroundOptions): HttpDefaults {
  return {
    url: options.url.replace(/\/+$/, ''),
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    scheduler: options.scheduler ?? systemScheduler,
    random: options.random ?? cryptoRandom,
  };
}

/** What all rooms have in common. */
export type RoomDefaults = Pick<RoomLinkOptions, 'watchdog' | 'clockSamples' | 'clockEveryMs'>;

export function roomDefaults(options: FairgroundOptions): RoomDefaults {
  return {
    watchdog: { ...WATCHDOG_DEFAULTS, ...options.watchdog },
    clockSamples: options.clockSamples ?? 5,
    clockEveryMs: options.clockEveryMs ?? 20_000,
  };
}

/** A fraction in [0, 1), for the spread of retries. */
const cryptoRandom = () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
