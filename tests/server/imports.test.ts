import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createImports } from '../../server/datasets/imports.ts';
import { BodyError } from '../../server/transport/streamedBody.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const CSV = new TextEncoder().encode('time,open,high,low,close,volume\n2024-01-01,1,1,1,1,0\n');
const NOBODYS_PORT = 'postgresql://x:x@127.0.0.1:1/x';

const order = () => ({
  ...{ id: crypto.randomUUID(), playerId: crypto.randomUUID(), name: 'x', createdAtMs: 0 },
});

/** A body that brings this, and then does not go on. */
function stalled(bytes: Uint8Array<ArrayBuffer>) {
  let controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(made) {
      controller = made;
      made.enqueue(bytes);
    },
  });
  return { body, controller };
}

describe('[BT71] an upload that does not end well', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.dispose());

  test('with the database away it is store_unavailable', async () => {
    const imports = createImports(NOBODYS_PORT);
    const body = new Blob([CSV]).stream();
    expect(await imports.csv(order(), 'iso', body)).toMatchObject({ error: { code: 'store_unavailable' } });
    expect(imports.underWay()).toBe(0);
  });

  test.each(['payload_too_large', 'request_timeout'] as const)(
    'a body that ends early says why: %s',
    async (code) => {
      const imports = createImports(db.url);
      const { body, controller } = stalled(CSV.slice());
      const imported = imports.csv(order(), 'iso', body);
      await expect.poll(() => imports.underWay()).toBe(1);
      controller.error(new BodyError(code));
      expect(await imported).toMatchObject({ ok: false, error: { code } });
      expect(imports.underWay()).toBe(0);
    },
  );

  test('what is wrong in it ends the reading, however long the rest takes', async () => {
    const imports = createImports(db.url);
    const { body } = stalled(new TextEncoder().encode('time,time\n'));
    expect(await imports.csv(order(), 'iso', body)).toMatchObject({
      error: { code: 'invalid_request', details: { reason: 'duplicate_column' } },
    });
  });

  test('a process that stops ends it, and takes no other', async () => {
    const imports = createImports(db.url);
    const own = order();
    const imported = imports.csv(own, 'iso', stalled(CSV.slice()).body);
    await expect.poll(() => imports.underWay()).toBe(1);
    await imports.close();
    expect(await imported).toMatchObject({ error: { code: 'draining' } });
    expect(await imports.csv(order(), 'iso', new Blob([CSV]).stream())).toMatchObject({
      error: { code: 'draining' },
    });
    expect(await db.datasets.count(own.playerId)).toBe(0);
  });
});
