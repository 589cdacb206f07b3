import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { ConfigError, loadConfig } from '../../server/config.ts';

function problemsOf(env: Record<string, string>, as?: Parameters<typeof loadConfig>[1]): string {
  try {
    loadConfig(env, as);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

function tablesFile(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tables-')), 'tables.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('settings', () => {
  test('an empty environment gives the documented defaults, frozen', () => {
    const config = loadConfig({});
    expect(config).toEqual({
      port: 2567,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      bots: 0,
      databaseUrl: null,
      redisUrl: null,
      transport: 'auto',
      secretsKey: null,
      tables: DEFAULT_TABLES,
      oddsDir: null,
      trustedProxies: [],
      rateLimits: 'on',
      loadAddresses: ['127.0.0.0/8', '::1'],
      maxSocketsPerAddress: 1_000,
      logLevel: 'warn',
      nodeEnv: 'development',
      chainLength: 1_000_000,
      publicAddress: null,
      jobConcurrency: Math.min(5, availableParallelism()),
      jobTimeLimitMs: 60_000,
      winAlarmCoins: 10_000_000,
      colyseusTools: true,
      inviteCode: '5858',
      maxSessions: 3,
      signingKeyDays: 30,
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.tables[0])).toBe(true);
  });

  test('every variable is read', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/srv/fairground',
      BOTS: '20',
      DATABASE_URL: 'postgresql://game:secret@db.internal:5432/fairground',
      TRANSPORT: 'ws',
      SECRETS_KEY: 'k'.repeat(32),
      TRUSTED_PROXIES: '10.0.0.0/8, fd00::1',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      CHAIN_LENGTH: '2000',
      PUBLIC_ADDRESS: 'play.example.org:8443/one',
      JOB_CONCURRENCY: '3',
      RATE_LIMITS: 'shadow',
      LOAD_ADDRESSES: '10.9.0.0/16',
      MAX_SOCKETS_PER_ADDRESS: '50',
      JOB_TIME_LIMIT_SECONDS: '5',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      dataDir: '/srv/fairground',
      bots: 20,
      databaseUrl: 'postgresql://game:secret@db.internal:5432/fairground',
      transport: 'ws',
      secretsKey: 'k'.repeat(32),
      trustedProxies: ['10.0.0.0/8', 'fd00::1'],
      logLevel: 'warn',
      nodeEnv: 'production',
      chainLength: 2_000,
      publicAddress: 'play.example.org:8443/one',
      jobConcurrency: 3,
      rateLimits: 'shadow',
      loadAddresses: ['10.9.0.0/16'],
      maxSocketsPerAddress: 50,
      jobTimeLimitMs: 5_000,
      winAlarmCoins: 10_000_000,
      colyseusTools: false,
    });
  });

  test('Colyseus’ own tools are off in production unless they are set', () => {
    const tools = (env: Record<string, string>) => loadConfig(env).colyseusTools;
    expect([tools({}), tools({ COLYSEUS_TOOLS: 'off' })]).toEqual([true, false]);
    const production = { NODE_ENV: 'production' };
    expect([tools(production), tools({ ...production, COLYSEUS_TOOLS: 'on' })]).toEqual([false, true]);
    expect(problemsOf({ COLYSEUS_TOOLS: 'yes' })).toContain('COLYSEUS_TOOLS');
  });

  test('an empty variable counts as unset', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 2567, databaseUrl: null });
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '25.67'],
    ['PORT', '-1'],
    ['HOST', 'http://x'],
    ['BOTS', 'many'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['TRANSPORT', 'h3'],
    ['SECRETS_KEY', 'short'],
    ['TABLES_FILE', '/nowhere/tables.json'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.1;10.0.0.2'],
    ['RATE_LIMITS', 'false'],
    ['LOAD_ADDRESSES', 'localhost'],
    ['MAX_SOCKETS_PER_ADDRESS', '0'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['CHAIN_LENGTH', '1999'],
    ['PUBLIC_ADDRESS', 'https://play.example.org'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(problemsOf({ [name]: value })).toContain(name);
  });

  test('one error lists every wrong variable, what it was and what it may be', () => {
    const problems = problemsOf({ PORT: 'x', TRANSPORT: 'tcp', BOTS: '3' });
    expect(problems).toContain('PORT is "x": it may be an integer from 0 to 65535');
    expect(problems).toContain('TRANSPORT is "tcp": it may be auto, uws or ws');
    expect(problems).not.toContain('BOTS');
  });

  test('with REDIS_URL a member needs what makes it one, a command its database, a reader nothing', () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:6379' };
    const missing = (as?: Parameters<typeof loadConfig>[1]) =>
      [...problemsOf(env, as).matchAll(/(\w+) is not set/g)].map(([, name]) => name);
    expect(missing()).toEqual(['DATABASE_URL', 'SECRETS_KEY', 'PUBLIC_ADDRESS']);
    expect(missing('command')).toEqual(['DATABASE_URL']);
    expect(loadConfig(env, 'reader').redisUrl).toBe(env.REDIS_URL);
    const url = 'postgresql://game:secret@db.internal:5432/fairground';
    expect(loadConfig({ ...env, DATABASE_URL: url }, 'command')).toMatchObject({ databaseUrl: url });
  });

  test('secrets stay out of the error', () => {
    const problems = problemsOf({ SECRETS_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@x/y' });
    expect(problems).toMatch(/SECRETS_KEY[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*SECRETS_KEY/);
    expect(problems).not.toContain('hunter2');
  });
});

describe('TABLES_FILE', () => {
  const quick = { ...DEFAULT_TABLES[0]!, table: 'quick', bettingMs: 500, pauseMs: 200 };

  test('gives other tables', () => {
    expect(loadConfig({ TABLES_FILE: tablesFile([quick]) }).tables).toEqual([quick]);
  });

  test.each([
    ['no JSON', '[', /TABLES_FILE/],
    ['no list', quick, /the file/],
    ['no table', [], /the file/],
    ['an unknown field', [{ ...quick, edge: 1 }], /edge/],
    ['a missing field', [{ ...quick, pauseMs: undefined }], /\[0\]\.pauseMs/],
    ['a fractional edge', [{ ...quick, edgePercent: 0.5 }], /\[0\]\.edgePercent/],
    ['a stake off the step', [{ ...quick, minBetCoins: 150 }], /\[0\]\.minBetCoins/],
    ['limits the wrong way round', [{ ...quick, maxBetCoins: 100, minBetCoins: 200 }], /\[0\]\.maxBetCoins/],
    ['a payout below twice the stake', [{ ...quick, maxPayoutCoins: 150_000 }], /\[0\]\.maxPayoutCoins/],
    ['the same name twice', [quick, quick], /\[1\]\.table/],
  ])('%s is refused, naming the field', (_name, content, expected) => {
    expect(problemsOf({ TABLES_FILE: tablesFile(content) })).toMatch(expected);
  });
});
