import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someBars } from '../support/bars.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { loadableKinds, talk } from './transports.ts';

const HEADER = 'time,open,high,low,close,volume\n';
const CSV = { 'content-type': 'text/csv' };

function csvOf(count: number, seed: number): string {
  const { timeMs, open, high, low, close, volume } = someBars(count, seed);
  const rows = Array.from(timeMs, (ms, at) =>
    [new Date(ms).toISOString(), open[at], high[at], low[at], close[at], volume[at]].join(),
  );
  return `${HEADER}${rows.join('\n')}\n`;
}

describe.each(await loadableKinds())('data sets, on %s', (kind) => {
  let app: LiveApp;
  let document: Document;
  let ann: SignedIn;
  beforeAll(async () => {
    app = await startApp(kind);
    document = (await app.call('GET', '/openapi.json')).body;
    ann = await signIn(app);
  });
  afterAll(() => app.stop());

  /** Every answer has to be what the document says. */
  async function call(method: string, path: string, body?: string, token = ann.accessToken): Promise<Answer> {
    const answer = await app.call(method, path, { token, headers: body === undefined ? {} : CSV, body });
    expect(contradiction(document, { method, path }, answer)).toBeNull();
    return answer;
  }
  const upload = (csv: string, query = '', token?: string) =>
    call('POST', `/api/datasets${query}`, csv, token);

  /** An upload that is sent piece by piece. */
  function slowUpload(token: string) {
    const pieces = new TransformStream<Uint8Array, Uint8Array>();
    const writer = pieces.writable.getWriter();
    const answered = fetch(`${app.base}/api/datasets`, {
      method: 'POST',
      headers: { ...CSV, authorization: `Bearer ${token}` },
      body: pieces.readable,
      duplex: 'half',
    } as RequestInit);
    return { write: (text: string) => writer.write(new TextEncoder().encode(text)), writer, answered };
  }

  test('[BT70] a CSV is uploaded, listed, shown and removed', async () => {
    const uploaded = await upload(csvOf(1_000, 1), '?name=%EB%82%B4%20%EC%9E%90%EB%A3%8C');
    expect(uploaded.status).toBe(200);
    expect(uploaded.body).toEqual({
      ...{ id: expect.any(String), name: '내 자료', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{ bars: 1_000, fromMs: 0, toMs: 999 * 86_400_000, interval: '1d', readyMade: false },
      createdAtMs: expect.any(Number),
    });
    const { id, sha256 } = uploaded.body;
    expect(await app.database.datasets.bars(sha256)).toEqual(someBars(1_000, 1));
    expect((await call('GET', '/api/datasets')).body.items).toContainEqual(uploaded.body);
    const shown = await call('GET', `/api/datasets/${id}`);
    expect(shown.body).toMatchObject(uploaded.body);
    expect(shown.body.preview).toHaveLength(300);
    expect((await upload(csvOf(1_000, 1), '?name=again')).body).toEqual(uploaded.body);
    expect(await call('DELETE', `/api/datasets/${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(refusalOf(await call('GET', `/api/datasets/${id}`))).toEqual([404, 'not_found']);
    expect(refusalOf(await call('DELETE', `/api/datasets/${id}`))).toEqual([404, 'not_found']);
  });

  test('[BT63] [BT70] the date format is declared', async () => {
    const csv = `${HEADER}31/12/2024,1,1,1,1,0\n`;
    expect((await upload(csv, '?dateFormat=dd/MM/yyyy')).body.fromMs).toBe(Date.UTC(2024, 11, 31));
    expect((await upload(csv)).body.error.details).toEqual({
      ...{ field: 'body', reason: 'bad_time', row: 2, column: 'time' },
      problem: expect.any(String),
    });
  });

  test('[BT66] a stranger sees and removes nothing', async () => {
    const bob = await signIn(app);
    const { id } = (await upload(csvOf(5, 2))).body;
    expect((await call('GET', '/api/datasets', undefined, bob.accessToken)).body.items).toEqual([]);
    for (const method of ['GET', 'DELETE']) {
      const answer = await call(method, `/api/datasets/${id}`, undefined, bob.accessToken);
      expect(refusalOf(answer)).toEqual([404, 'not_found']);
    }
  });

  test.each([
    ['an unknown format', '?dateFormat=unix', 'dateFormat'],
    ['an empty name', '?name=%20', 'name'],
    ['a name of 81 characters', `?name=${'x'.repeat(81)}`, 'name'],
    ['a line end in the name', '?name=a%0Ab', 'name'],
  ])('%s is refused', async (_, query, field) => {
    const answer = await upload(csvOf(5, 3), query);
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details.field).toBe(field);
  });

  test('what is no CSV, or nothing, is refused', async () => {
    const json = await app.call('POST', '/api/datasets', { token: ann.accessToken, body: {} });
    expect(json.body.error).toMatchObject({ code: 'invalid_request', details: { field: 'content-type' } });
    const nothing = await app.call('POST', '/api/datasets', { token: ann.accessToken, headers: CSV });
    expect(nothing.body.error).toMatchObject({ code: 'invalid_request', details: { reason: 'empty' } });
    expect((await upload('time,open\n')).body.error.details).toMatchObject({ reason: 'missing_column' });
  });

  test('[BT61] [BT70] what is wrong is said, however much comes after it', async () => {
    const rest = csvOf(60_000, 4).slice(HEADER.length);
    const answer = await upload(`${HEADER}1960-01-01,1,1,1,0,0\n${rest}`);
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details).toMatchObject({ reason: 'not_positive', row: 2, column: 'close' });
    // The connection and the player's turn are free again.
    expect((await upload(csvOf(10, 5))).status).toBe(200);
  });

  test('[BT70] far more than 64 KiB arrive, in pieces of any size', async () => {
    const csv = csvOf(30_000, 6);
    const { write, writer, answered } = slowUpload(ann.accessToken);
    for (let at = 0; at < csv.length; at += 77_777) await write(csv.slice(at, at + 77_777));
    await writer.close();
    const { sha256, bars } = (await (await answered).json()) as { sha256: string; bars: number };
    expect(bars).toBe(30_000);
    expect(await app.database.datasets.bars(sha256)).toEqual(someBars(30_000, 6));
  });

  test('[BT71] one upload at once for a player, two for the process', async () => {
    const bob = await signIn(app);
    const cid = await signIn(app);
    const first = slowUpload(ann.accessToken);
    await first.write(HEADER);
    const second = slowUpload(bob.accessToken);
    await second.write(HEADER);
    await expect.poll(() => app.imports.underWay()).toBe(2);
    expect(refusalOf(await upload(csvOf(5, 7)))).toEqual([429, 'limit_exceeded']);
    expect(refusalOf(await upload(csvOf(5, 7), '', cid.accessToken))).toEqual([503, 'busy']);
    for (const { write, writer, answered } of [first, second]) {
      await write('2024-01-01,1,1,1,1,0\n');
      await writer.close();
      expect((await answered).status).toBe(200);
    }
    expect((await upload(csvOf(5, 7), '', cid.accessToken)).status).toBe(200);
  });

  test('[BT71] who leaves in the middle leaves nothing, and room for others', async () => {
    const bob = await signIn(app);
    const { write, writer, answered } = slowUpload(bob.accessToken);
    await write(`${HEADER}2024-01-01,1,1,1,1,0\n`);
    await expect.poll(() => app.imports.underWay()).toBe(1);
    await writer.abort();
    await expect(answered).rejects.toThrow();
    await expect.poll(() => app.imports.underWay()).toBe(0);
    expect(await app.database.datasets.count(bob.player.id)).toBe(0);
  });

  test('[BT71] 2 GB are refused before they are sent', async () => {
    const head = [
      ...['POST /api/datasets HTTP/1.1', 'Host: x', 'Content-Type: text/csv', 'Content-Length: 2147483648'],
      `Authorization: Bearer ${ann.accessToken}`,
    ];
    const raw = await talk(Number(new URL(app.base).port), `${head.join('\r\n')}\r\n\r\n`, 'until an answer');
    expect(raw).toMatch(/^HTTP\/1.1 413 /);
    expect(raw).toContain('payload_too_large');
  });

  test('[BT71] 2 GB that are not announced are refused after 128 MiB', async () => {
    const line = new TextEncoder().encode(`${'x'.repeat(64 * 1_024)}`);
    // Ignored columns are read without being kept: nothing else is wrong with them.
    const head = new TextEncoder().encode(`note,${HEADER}`);
    let sent = 0;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(head),
      pull(controller) {
        sent += line.length;
        if (sent > 2 ** 31) controller.close();
        else controller.enqueue(line);
      },
    });
    const response = await fetch(`${app.base}/api/datasets`, {
      method: 'POST',
      headers: { ...CSV, authorization: `Bearer ${ann.accessToken}` },
      body,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    // A sender that does not listen before it has sent all may see no more than the closed connection.
    if (response !== null)
      expect(await response.json()).toMatchObject({ error: { code: 'payload_too_large' } });
    expect(sent).toBeLessThan(2 ** 28);
    await expect.poll(() => app.imports.underWay()).toBe(0);
  });

  test('[BT67] [BT71] with 50 sets, no more is read', async () => {
    const bob = await signIn(app);
    for (let seed = 0; seed < 50; seed++) {
      const order = { id: crypto.randomUUID(), playerId: bob.player.id, name: 'x', createdAtMs: 0 };
      await app.database.datasets.put(order, someBars(2, seed + 1_000));
    }
    const answer = await upload(csvOf(5, 8), '', bob.accessToken);
    expect(refusalOf(answer)).toEqual([429, 'limit_exceeded']);
    expect(answer.body.error.details).toEqual({ limit: 50 });
  });

  test('who is not signed in is told so, whatever is sent', async () => {
    const answer = await app.call('POST', '/api/datasets', { headers: CSV, body: csvOf(50_000, 9) });
    expect(refusalOf(answer)).toEqual([401, 'unauthorized']);
  });

  test('routes that take strategies still end at 64 KiB', async () => {
    const answer = await app.call('POST', '/api/backtests', {
      token: ann.accessToken,
      body: 'x'.repeat(65_537),
    });
    expect(refusalOf(answer)).toEqual([413, 'payload_too_large']);
  });
});
