import { randomUUID } from 'node:crypto';
import { get, type IncomingHttpHeaders } from 'node:http';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveApp, signIn, startApp } from './liveApp.ts';
import { CROSSING, putDataset, runWaiting } from './ranBacktests.ts';

let app: LiveApp;
let path: string;

beforeAll(async () => {
  app = await startApp();
  const { accessToken } = await signIn(app);
  const { id } = await putDataset(app, null, 200, 'market');
  const submitted = await app.call('POST', '/api/backtests', {
    token: accessToken,
    headers: { 'idempotency-key': randomUUID() },
    body: { strategy: CROSSING, dataset: id, public: true },
  });
  await runWaiting(app);
  path = `/api/backtests/${submitted.body.jobId}/result`;
}, 120_000);
afterAll(() => app.stop());

test.each([
  ['zstd', 'zstd'],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip, zstd;q=0', undefined],
  ['identity', undefined],
])('a result is sent as it is stored to those who accept that: %s', async (accepted, encoding) => {
  const { headers, bytes } = await rawly(accepted);
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers.vary).toContain('Accept-Encoding');
  const text = encoding === 'zstd' ? zstdDecompressSync(bytes) : bytes;
  const { body } = await app.call('GET', path, {});
  expect(body.trades.length).toBeGreaterThan(0);
  expect(JSON.parse(text.toString())).toEqual(body);
});

/** What goes over the wire: `fetch` would decompress it unseen. */
function rawly(accepted: string): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = get(app.base + path, { headers: { 'accept-encoding': accepted } }, async (response) => {
      const { headers } = response;
      resolve({ headers, bytes: Buffer.concat(await response.toArray()) });
    });
    asked.on('error', reject);
  });
}
