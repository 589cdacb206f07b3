import { expect, test } from 'vitest';
import { stopPart } from '../../server/shutdown.ts';

function logged(): { log: Parameters<typeof stopPart>[1]; errors: object[] } {
  const errors: object[] = [];
  const log = { info: () => {}, warn: () => {}, error: (bindings: object) => void errors.push(bindings) };
  return { log, errors };
}

test('a part that never stops, or fails to, is named, and the next one gets its turn', async () => {
  const { log, errors } = logged();
  const stopped: string[] = [];
  const parts = [
    { what: 'rooms', stop: () => new Promise<void>(() => {}) },
    { what: 'bots', stop: () => Promise.reject(new TypeError('a bug')) },
    {
      what: 'tables',
      stop: () => {
        throw new TypeError('another');
      },
    },
    { what: 'database', stop: async () => void stopped.push('database') },
  ];
  for (const part of parts) await stopPart({ ...part, withinMs: 20 }, log);
  expect(stopped).toEqual(['database']);
  expect(errors).toEqual([
    { what: 'rooms', withinMs: 20, code: 'internal' },
    { what: 'bots', err: new TypeError('a bug'), code: 'internal' },
    { what: 'tables', err: new TypeError('another'), code: 'internal' },
  ]);
});
