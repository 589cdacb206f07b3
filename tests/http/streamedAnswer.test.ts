import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPace } from '../../server/rates/pace.ts';
import { prepared } from '../../server/transport/prepared.ts';
import type { HttpHandler } from '../../server/transport/types.ts';
import { loadableKinds, type Running, startTransport } from './transports.ts';

// Answers that announce over 1 MiB are sent while they are made.
const PART_BYTES = 1_048_576;
const PARTS = 96;

let made = 0;
let given = Promise.withResolvers<void>();

const parts: HttpHandler = async (request) => {
  const breaksAt = new URL(request.url).pathname === '/breaks' ? 3 : PARTS;
  made = 0;
  given = Promise.withResolvers();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (made === PARTS) return controller.close();
        if (made === breaksAt) return controller.error(new Error('the database went away'));
        controller.enqueue(new Uint8Array(PART_BYTES).fill(made++));
      },
      cancel: () => given.resolve(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-length': String(PARTS * PART_BYTES) } });
};

const asAWhole: HttpHandler = async () => prepared(WHOLE, {});
const WHOLE = Buffer.alloc(PARTS * PART_BYTES).map((_, at) => at % 251) as Buffer<ArrayBuffer>;

/** Asks, and reads nothing until the answer says how. */
async function ask(running: Running): Promise<ReturnType<typeof connect>> {
  const socket = connect(running.transport.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  return socket;
}

describe.each(await loadableKinds())('a large answer on %s', (kind) => {
  let running: Running;
  beforeAll(async () => {
    running = await startTransport(kind, parts, { bodyTimeoutMs: 500 });
  });
  afterAll(() => running.transport.shutdown());

  test('arrives whole and in order', async () => {
    const bytes = await (await fetch(running.base)).bytes();
    expect(bytes.length).toBe(PARTS * PART_BYTES);
    for (let part = 0; part < PARTS; part++) {
      expect([bytes[part * PART_BYTES], bytes[(part + 1) * PART_BYTES - 1]]).toEqual([part, part]);
    }
  });

  test('of which only the head is asked is not made', async () => {
    const head = await fetch(running.base, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(PARTS * PART_BYTES));
    await given.promise;
    expect(made).toBe(0);
  });

  test('is made no faster than its client reads, and given up when that one leaves', async () => {
    const socket = await ask(running);
    socket.destroy();
    await given.promise;
    expect(made).toBeLessThan(PARTS);
  });

  test('is given up when its client takes nothing any more', async () => {
    const socket = await ask(running);
    await given.promise;
    expect(made).toBeLessThan(PARTS);
    socket.destroy();
  });

  test('that is there as a whole arrives so, and is not kept for who does not read it', async () => {
    const whole = await startTransport(kind, asAWhole, { bodyTimeoutMs: 500 });
    const bytes = await (await fetch(whole.base)).bytes();
    expect(WHOLE.equals(bytes)).toBe(true);
    const before = process.memoryUsage().rss;
    const sockets = await Promise.all(Array.from({ length: 5 }, () => ask(whole)));
    expect(process.memoryUsage().rss - before).toBeLessThan(2 * WHOLE.length);
    for (const socket of sockets) socket.destroy();
    whole.transport.shutdown();
  });

  test('[RT14] takes turns of its address: who asks for much waits longer', async () => {
    let nowMs = 1_000;
    const pace = createPace({ atOnce: 1, everyMs: 10, mostWaitMs: 50 }, () => nowMs);
    const paced = await startTransport(kind, async () => prepared(WHOLE, {}), { pace });
    const status = async () => {
      const response = await fetch(paced.base);
      await response.bytes();
      return response.status;
    };
    expect(await status()).toBe(200);
    // Now busy for as long as anybody may be; one more turn is one too many.
    expect([pace('127.0.0.1'), await status()]).toEqual([50, 503]);
    nowMs += 60;
    expect(await status()).toBe(200);
    paced.transport.shutdown();
  });

  test('that ends half-way does not look whole', async () => {
    const response = await fetch(`${running.base}/breaks`);
    await expect(response.bytes()).rejects.toThrow();
    expect(running.logs.join('')).toContain('an answer ended half-way');
  });
});
