import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_TABLES, type TableRules } from '../domain/crash/tables.data.ts';
import { readTables } from './tablesFile.ts';

// Colyseus reads it when it is loaded: how long a process of the cluster waits for another one's answer.
process.env.COLYSEUS_PRESENCE_SHORT_TIMEOUT ??= '1000';

/** All settings of the process, parsed once and frozen. docs/OPERATIONS.md documents each variable. */
export interface Config {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly bots: number;
  /** Null starts the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: rooms are this process' own. */
  readonly redisUrl: string | null;
  readonly transport: 'auto' | 'uws' | 'ws';
  /** Null: made and kept in `dataDir`. */
  readonly secretsKey: string | null;
  readonly tables: readonly TableRules[];
  /** A directory with more machines and banners (`*.data.ts`). */
  readonly oddsDir: string | null;
  /** Addresses and subnets whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly nodeEnv: 'production' | 'development' | 'test';
  /** Games in a new seed chain. */
  readonly chainLength: number;
  /** `host:port` under which clients reach this very process; null when every client reaches it anyway. */
  readonly publicAddress: string | null;
  /** Backtests that run at once. */
  readonly jobConcurrency: number;
  /** A backtest that runs longer is ended. */
  readonly jobTimeLimitMs: number;
  /** Anybody may sign up with it. */
  readonly inviteCode: string;
  /** Sessions of one player at once: one more ends the oldest. */
  readonly maxSessions: number;
  /** A signing key that is older gets a successor. */
  readonly signingKeyDays: number;
  /** A net win of a UTC day, in one game, from which on a player stands out. */
  readonly winAlarmCoins: number;
  /** `shadow` counts and tells, and refuses nobody. */
  readonly rateLimits: 'on' | 'shadow' | 'off';
  /** Addresses and subnets that generate load: limits by address are a thousand times as wide there. */
  readonly loadAddresses: readonly string[];
  /** Websockets open at once from one address. */
  readonly maxSocketsPerAddress: number;
  /** Colyseus' own monitor and playground are served, to admins. */
  readonly colyseusTools: boolean;
}

/** Thrown by `loadConfig`: its message names every wrong variable, what it was and what it may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);

/** An address, or a subnet as `address/bits`. */
function isAddressOrSubnet(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
}

function isRedisUrl(value: string): boolean {
  return URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol);
}

const words = (value: string) => value.split(/[\s,]+/).filter((word) => word !== '');

const addresses = z
  .string()
  .transform(words)
  .refine((entries) => entries.every(isAddressOrSubnet));

const MOST_JOBS_BY_DEFAULT = 5;

/** One row a variable: what it may be (for the error message), how it is read, and what it is when unset. */
const VARIABLES = {
  PORT: { may: 'an integer from 0 to 65535', schema: integer(0, 65_535), unset: 2567 },
  HOST: {
    may: 'an address or a host name',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]{1,255}$/),
    unset: '127.0.0.1',
  },
  DATA_DIR: { may: 'a directory', schema: z.string(), unset: '.data' },
  BOTS: { may: 'an integer from 0 to 10000', schema: integer(0, 10_000), unset: 0 },
  DATABASE_URL: {
    may: 'postgresql://user:password@host:port/database',
    schema: z.string().refine(isPostgresUrl),
    unset: null,
  },
  REDIS_URL: {
    may: 'redis://host:port or rediss://user:password@host:port',
    schema: z.string().refine(isRedisUrl),
    unset: null,
  },
  TRANSPORT: { may: 'auto, uws or ws', schema: z.enum(['auto', 'uws', 'ws']), unset: 'auto' },
  SECRETS_KEY: { may: 'at least 32 characters', schema: z.string().min(32), unset: null },
  TABLES_FILE: { may: 'the path of a readable JSON file', schema: z.string(), unset: null },
  ODDS_DIR: { may: 'a directory', schema: z.string(), unset: null },
  TRUSTED_PROXIES: {
    may: 'addresses or subnets, separated by commas',
    schema: addresses,
    unset: [] as string[],
  },
  RATE_LIMITS: { may: 'on, shadow or off', schema: z.enum(['on', 'shadow', 'off']), unset: 'on' },
  LOAD_ADDRESSES: {
    may: 'addresses or subnets, separated by commas',
    schema: addresses,
    unset: ['127.0.0.0/8', '::1'],
  },
  MAX_SOCKETS_PER_ADDRESS: {
    may: 'an integer from 1 to 1000000',
    schema: integer(1, 1_000_000),
    unset: 1_000,
  },
  LOG_LEVEL: {
    may: 'fatal, error, warn, info, debug, trace or silent',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    // A newcomer's terminal shows one line; who runs a server asks for more.
    unset: 'warn',
  },
  NODE_ENV: {
    may: 'production, development or test',
    schema: z.enum(['production', 'development', 'test']),
    unset: 'development',
  },
  CHAIN_LENGTH: {
    may: 'an integer from 2000 to 10000000',
    schema: integer(2_000, 10_000_000),
    unset: 1_000_000,
  },
  PUBLIC_ADDRESS: {
    may: 'host, host:port or host:port/path, without a scheme',
    schema: z.string().regex(/^[A-Za-z0-9.[\]_-]+(:\d{1,5})?(\/[\w./-]*)?$/),
    unset: null,
  },
  JOB_CONCURRENCY: { may: 'an integer from 1 to 64', schema: integer(1, 64), unset: null },
  INVITE_CODE: {
    may: '4-40 letters, digits, _ or -',
    schema: z.string().regex(/^[\w-]{4,40}$/),
    unset: '5858',
  },
  MAX_SESSIONS: { may: 'an integer from 1 to 100', schema: integer(1, 100), unset: 3 },
  SIGNING_KEY_DAYS: { may: 'an integer from 1 to 365', schema: integer(1, 365), unset: 30 },
  JOB_TIME_LIMIT_SECONDS: { may: 'an integer from 1 to 3600', schema: integer(1, 3_600), unset: 60 },
  WIN_ALARM_COINS: {
    may: 'an integer from 1 to 1000000000000',
    schema: integer(1, 1_000_000_000_000),
    unset: 10_000_000,
  },
  COLYSEUS_TOOLS: { may: 'on or off', schema: z.enum(['on', 'off']), unset: null },
} as const;

type Values = {
  [Name in keyof typeof VARIABLES]:
    | z.output<(typeof VARIABLES)[Name]['schema']>
    | (null extends (typeof VARIABLES)[Name]['unset'] ? null : never);
};

/** Values that must not appear in an error message. */
const SECRET = new Set(['SECRETS_KEY', 'DATABASE_URL', 'REDIS_URL']);

function shown(name: string, value: string): string {
  return SECRET.has(name) ? `a value of ${value.length} characters` : JSON.stringify(value);
}

/** What must be set where REDIS_URL is, by who asks. */
const NEEDED_WITH_REDIS = {
  /** A process of the cluster. */
  member: ['DATABASE_URL', 'SECRETS_KEY', 'PUBLIC_ADDRESS'],
  /** A command on the database of a cluster: without its address it would work on an embedded one that nobody means. */
  command: ['DATABASE_URL'],
  /** What only reads settings. */
  reader: [],
} as const;

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws ConfigError that lists every wrong variable at once
 */
export function loadConfig(
  env: Record<string, string | undefined> = process.env,
  as: keyof typeof NEEDED_WITH_REDIS = 'member',
): Config {
  const wrong: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { may, schema, unset }] of Object.entries(VARIABLES)) {
    const value = env[name]?.trim();
    if (value === undefined || value === '') {
      values[name] = unset;
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else wrong.push(`${name} is ${shown(name, value)}: it may be ${may}`);
  }
  const {
    PORT,
    HOST,
    DATA_DIR,
    BOTS,
    DATABASE_URL,
    REDIS_URL,
    TRANSPORT,
    SECRETS_KEY,
    TABLES_FILE,
    ODDS_DIR,
    TRUSTED_PROXIES,
    LOG_LEVEL,
    NODE_ENV,
    CHAIN_LENGTH,
    PUBLIC_ADDRESS,
    JOB_CONCURRENCY,
    JOB_TIME_LIMIT_SECONDS,
    INVITE_CODE,
    MAX_SESSIONS,
    SIGNING_KEY_DAYS,
    WIN_ALARM_COINS,
    COLYSEUS_TOOLS,
    RATE_LIMITS,
    LOAD_ADDRESSES,
    MAX_SOCKETS_PER_ADDRESS,
  } = values as Values;

  let tables = DEFAULT_TABLES;
  if (TABLES_FILE) {
    const read = readTables(TABLES_FILE);
    if (read.ok) tables = read.tables;
    else
      wrong.push(
        ...read.problems.map((problem) => `TABLES_FILE is ${JSON.stringify(TABLES_FILE)}: ${problem}`),
      );
  }
  if (REDIS_URL !== null) {
    const missing = NEEDED_WITH_REDIS[as].filter((name) => values[name] === null);
    for (const name of missing) wrong.push(`${name} is not set: with REDIS_URL every ${as} needs it`);
  }
  if (wrong.length > 0) {
    throw new ConfigError(['These settings are wrong:', ...wrong.map((line) => `  ${line}`)].join('\n'));
  }
  return Object.freeze({
    port: PORT,
    host: HOST,
    dataDir: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(DATA_DIR),
    bots: BOTS,
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    transport: TRANSPORT,
    secretsKey: SECRETS_KEY,
    tables: Object.freeze(tables.map((table) => Object.freeze({ ...table }))),
    oddsDir: ODDS_DIR === null ? null : resolve(ODDS_DIR),
    rateLimits: RATE_LIMITS,
    loadAddresses: Object.freeze([...LOAD_ADDRESSES]),
    maxSocketsPerAddress: MAX_SOCKETS_PER_ADDRESS,
    trustedProxies: Object.freeze([...TRUSTED_PROXIES]),
    logLevel: LOG_LEVEL,
    nodeEnv: NODE_ENV,
    chainLength: CHAIN_LENGTH,
    publicAddress: PUBLIC_ADDRESS,
    jobConcurrency: JOB_CONCURRENCY ?? Math.min(MOST_JOBS_BY_DEFAULT, availableParallelism()),
    jobTimeLimitMs: JOB_TIME_LIMIT_SECONDS * 1000,
    inviteCode: INVITE_CODE,
    maxSessions: MAX_SESSIONS,
    signingKeyDays: SIGNING_KEY_DAYS,
    winAlarmCoins: WIN_ALARM_COINS,
    colyseusTools: (COLYSEUS_TOOLS ?? (NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
  });
}
