import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BacktestRecords } from '../../scripts/verify/backtestRecords.ts';
import { type Fetch, NothingToCheck } from '../../scripts/verify/httpReader.ts';
import { readOptions } from '../../scripts/verify/options.ts';
import { verifyBacktest, verifyLeaderboard } from '../../scripts/verify/verifyBacktest.ts';
import { type LiveApp, query, type SignedIn, signIn, startApp } from '../http/liveApp.ts';
import { CROSSING, DAY_MS, FROM_MS, putDataset, runWaiting } from '../http/ranBacktests.ts';

let app: LiveApp;
let ada: SignedIn;
const jobs = { open: '', hidden: '', ranged: '', waiting: '' };

async function submit(order: object): Promise<string> {
  const answer = await app.call('POST', '/api/backtests', {
    token: ada.accessToken,
    headers: { 'idempotency-key': randomUUID() },
    body: order,
  });
  expect(answer.status).toBe(202);
  return answer.body.jobId;
}

beforeAll(async () => {
  app = await startApp();
  ada = await signIn(app);
  await app.call('POST', '/api/me/daily', { token: ada.accessToken });
  await app.call('POST', '/api/strategies', {
    token: ada.accessToken,
    body: { name: 'Crossing', strategy: CROSSING, public: true },
  });
  const own = await putDataset(app, ada, 250, 'own');
  const order = { strategy: CROSSING, dataset: own.id };
  const fees = { strategy: { ...CROSSING, fees: { rate: 0.001 } }, dataset: own.id };
  const range = { fromMs: FROM_MS + 10 * DAY_MS, toMs: FROM_MS + 200 * DAY_MS };
  jobs.open = await submit({ ...order, public: true });
  jobs.hidden = await submit({ ...fees, config: { profile: 'btpy', spreadRate: 0.001 } });
  jobs.ranged = await submit({ ...order, ...range, public: true });
  await runWaiting(app);
  jobs.waiting = await submit({ ...order, fromMs: range.fromMs, public: true });
}, 120_000);
afterAll(() => app.stop());

/** A server that says something else where an answer has `from`. */
function lying(path: RegExp, from: RegExp, to: string): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!path.test(new URL(url).pathname)) return response;
    const text = await response.text();
    expect(text).toMatch(from);
    return new Response(text.replace(from, to), response);
  };
}

const records = (fetched: Fetch = fetch, token: string | null = null) =>
  new BacktestRecords(app.base, token, fetched, async () => {});

describe('a backtest is run again from outside', () => {
  test('a public one by anybody, on somebody’s own data too', async () => {
    for (const jobId of [jobs.open, jobs.ranged]) {
      const { body } = await app.call('GET', `/api/backtests/${jobId}`, {});
      expect(await verifyBacktest(records(), jobId)).toEqual({
        kind: 'valid',
        bars: body.bars,
        trades: body.metrics.trades.value,
        resultHash: body.resultHash,
      });
    }
  });

  test('one that is not public by its owner only', async () => {
    expect(await verifyBacktest(records(fetch, ada.accessToken), jobs.hidden)).toMatchObject({
      kind: 'valid',
    });
    const { accessToken } = await signIn(app);
    for (const token of [accessToken, null]) {
      await expect(verifyBacktest(records(fetch, token), jobs.hidden)).rejects.toThrow(NothingToCheck);
    }
  });

  test('one that is not completed, or not there, is nothing to check', async () => {
    await expect(verifyBacktest(records(), jobs.waiting)).rejects.toThrow('queued');
    await expect(verifyBacktest(records(fetch, ada.accessToken), randomUUID())).rejects.toThrow(
      'no backtest',
    );
  });

  const JOB = /\/api\/backtests\/[^/]+$/;
  const RESULT = /\/result$/;
  test.each([
    ['the strategy', JOB, /"close",5\]/, '"close",6]', 'resultHash'],
    ['the fees of the strategy', JOB, /"rate":0/, '"rate":0.01', 'resultHash'],
    ['a setting', JOB, /"cashCoins":10000/, '"cashCoins":10001', 'resultHash'],
    ['a setting that there is not', JOB, /"cashCoins":10000/, '"cash":10000', 'config'],
    ['a strategy that is none', JOB, /"crossAbove"/, '"crossesAbove"', 'strategy'],
    ['the start of the range', JOB, /"fromMs":\d+/, `"fromMs":${FROM_MS + DAY_MS}`, 'bars'],
    ['a range that is none', JOB, /"fromMs":\d+/, '"fromMs":null', 'fromMs'],
    ['the hash of the data', JOB, /"datasetSha256":"./, '"datasetSha256":"x', 'datasetSha256'],
    ['the result hash', JOB, /"resultHash":"\w{8}/, '"resultHash":"00000000', 'resultHash'],
    [
      'the result hash of the result',
      RESULT,
      /"resultHash":"\w{8}/,
      '"resultHash":"00000000',
      'result.resultHash',
    ],
    ['a metric', JOB, /"sharpe":\{"value":-?[\d.]+/, '"sharpe":{"value":9.5', 'metrics.sharpe'],
    ['a metric of the result', RESULT, /"cagr":\{"value":-?[\d.]+/, '"cagr":{"value":null', 'metrics.cagr'],
    ['what a metric means', RESULT, /trades\.v1/, 'trades.v2', 'metrics.trades'],
    ['a trade’s price', RESULT, /"exitPrice":(\d)/, '"exitPrice":9$1', 'trades[0].exitPrice'],
    ['a trade’s reason', RESULT, /"exitReason":"\w+"/, '"exitReason":"stop"', 'trades[0].exitReason'],
    ['a trade that there was not', RESULT, /"trades":\[/, '"trades":[{},', 'trades[0].side'],
    ['a point of the curve', RESULT, /"value":10000/, '"value":10000.01', 'equity[0].value'],
    ['a time of the curve', RESULT, /"equity":\[\{"atMs":\d+/, '"equity":[{"atMs":1', 'equity[0].atMs'],
    ['a curve that starts later', RESULT, /"equity":\[\{[^}]*\},/, '"equity":[', 'equity[0].atMs'],
    ['no curve', RESULT, /"equity":\[.*?\]/, '"equity":[]', 'equity'],
  ])('%s can not be changed unseen', async (_what, path, from, to, field) => {
    expect(await verifyBacktest(records(lying(path, from, to)), jobs.open)).toMatchObject({
      kind: 'mismatch',
      field,
    });
  });

  test('other data are seen', async () => {
    const other: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes('/bars')) return response;
      const bytes = await response.bytes();
      bytes[bytes.length - 3]! ^= 1;
      return new Response(bytes, response);
    };
    expect(await verifyBacktest(records(other), jobs.open)).toMatchObject({ field: 'datasetSha256' });
  });
});

describe('the leaderboard is run again from outside', () => {
  test('from its rows alone; none is nothing to check', async () => {
    expect(await verifyLeaderboard(records())).toEqual({ kind: 'nothing' });
    await runWaiting(app);
    expect(await verifyLeaderboard(records())).toEqual({ kind: 'valid', rows: 1 });
  });

  const BOARD = /\/leaderboard$/;
  test.each([
    ['sharpe', /"sharpe":-?[\d.]+/, '"sharpe":9.5'],
    ['cagr', /"cagr":-?[\d.]+/, '"cagr":9.5'],
    ['totalReturn', /"totalReturn":-?[\d.]+/, '"totalReturn":9.5'],
    ['trades', /"trades":\d+/, '"trades":999'],
    ['resultHash', /"resultHash":"\w{8}/, '"resultHash":"00000000'],
    ['strategyHash', /"strategyHash":"\w{8}/, '"strategyHash":"00000000'],
    ['datasetSha256', /"datasetSha256":"./, '"datasetSha256":"x'],
  ])('%s can not be changed unseen', async (field, from, to) => {
    expect(await verifyLeaderboard(records(lying(BOARD, from, to)))).toMatchObject({
      ...{ kind: 'mismatch', rank: 1, field },
    });
  });
});

function command(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const script = new URL('../../scripts/verify.ts', import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, '--url', app.base, ...args],
      { env: { ...process.env, ...env } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}

describe('npm run verify', () => {
  test('exits 0 and names the hash, or 2 without anything that it may see', async () => {
    const { body } = await app.call('GET', `/api/backtests/${jobs.open}`, {});
    const [open, anonymous, own, board] = await Promise.all([
      command(['--backtest', jobs.open]),
      command(['--backtest', jobs.hidden]),
      command(['--backtest', jobs.hidden], { FAIRGROUND_TOKEN: ada.accessToken }),
      command(['--leaderboard']),
    ]);
    expect(open).toMatchObject({ code: 0, out: expect.stringContaining(body.resultHash) });
    expect(anonymous).toMatchObject({ code: 2, err: expect.stringContaining('401') });
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining('is valid') });
    expect(board).toMatchObject({ code: 0, out: expect.stringContaining('1 rows') });
  });

  test('exits 1 and names what was changed', async () => {
    const [row] = await query<{ compressed: Buffer }>(
      app,
      'select compressed from backtest_result where job_id = $1',
      [jobs.ranged],
    );
    const stored = JSON.parse(zstdDecompressSync(row!.compressed).toString());
    stored.trades.shift();
    await query(app, 'update backtest_result set compressed = $2 where job_id = $1', [
      jobs.ranged,
      zstdCompressSync(JSON.stringify(stored)),
    ]);
    const { code, err } = await command(['--backtest', jobs.ranged]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^verify: MISMATCH in backtest .*: trades\[0\]\./),
    ]);
  });

  test.each([
    [['--backtest', '../x'], "it must be a job's id"],
    [['--backtest', randomUUID(), '--player'], 'does not go with'],
    [['--leaderboard', '--rounds', '5'], 'do not go with --leaderboard'],
    [['--leaderboard', '--token-file', 'x'], '--token-file goes with'],
  ])('%j can not be checked', (args, said) => {
    expect(() => readOptions(args, {})).toThrow(said);
  });
});
