import { expect, test } from 'vitest';
import { colyseusLogger, createLogger } from '../../server/logger.ts';

function recorded(level = 'info') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line: string) => void lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

test('secrets are not written, at any of the depths that we log at', () => {
  const { logger, lines } = recorded();
  const secret = 'do-not-write-me';
  logger.info({ refreshToken: secret, playerId: 'p1' }, 'one');
  logger.info({ headers: { authorization: `Bearer ${secret}` } }, 'two');
  logger.info({ request: { body: { password: secret } } }, 'three');
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain(secret);
  expect(lines[0]).toContain('"playerId":"p1"');
});

test('an error is written with its stack under `err`', () => {
  const { logger, last } = recorded();
  logger.error({ err: new TypeError('broken'), code: 'internal' }, 'a bug');
  expect(last()).toMatchObject({ code: 'internal', err: { type: 'TypeError', message: 'broken' } });
  expect(JSON.stringify(last())).toContain('logger.test.ts');
});

test('what Colyseus reports as an error has a code', () => {
  const { logger, last } = recorded();
  colyseusLogger(logger).error(new Error('in a room').stack);
  expect(last()).toMatchObject({ level: 50, code: 'internal', source: 'colyseus' });
  expect(last().msg).toContain('in a room');
});

test('below its level nothing is written', () => {
  const { logger, lines } = recorded('warn');
  logger.info({}, 'quiet');
  expect(lines).toEqual([]);
});

test('every line that tells of a bug is counted, of children too, and no other', () => {
  let bugs = 0;
  const lines: string[] = [];
  const logger = createLogger('error', { write: (line: string) => void lines.push(line) }, () => {
    bugs += 1;
  });
  logger.error({ code: 'internal' }, 'a table stopped by a fault');
  logger.child({ requestId: 'r' }).error({ err: new Error('broken'), code: 'internal' }, 'a bug');
  colyseusLogger(logger).error(new Error('in a room'));
  expect(bugs).toBe(3);
  logger.error({ code: 'store_unavailable' }, 'an outage');
  logger.error('no bindings');
  logger.warn({ code: 'internal' }, 'below the level');
  expect(bugs).toBe(3);
  expect(lines).toHaveLength(5);
});
