import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NoticeMessage } from '../../domain/protocol/lobby.ts';
import { NoticeLine } from '../../rooms/lobby/noticeLine.ts';

const noticeOf = (sequence: number): NoticeMessage => ({ sequence, kind: 'operator.message', data: {} });
const upTo = (last: number, from = 1) =>
  Array.from({ length: Math.max(0, last - from + 1) }, (_, at) => noticeOf(from + at));

const sequencesOf = (notices: NoticeMessage[]) => notices.map(({ sequence }) => sequence);
/** As many as are read at once. */
const MOST = 8;

/** A line to a store that has so many, and what came out of it. */
function line(pending: number, acknowledged: number) {
  const store = { last: pending, acknowledged, away: false };
  const sent: number[] = [];
  const errors: unknown[] = [];
  const made = new NoticeLine(upTo(pending, acknowledged + 1).slice(0, MOST), {
    read: async () => {
      if (store.away) throw new Error('away');
      return upTo(store.last, store.acknowledged + 1).slice(0, MOST);
    },
    send: ({ sequence }) => void sent.push(sequence),
    onError: (error) => void errors.push(error),
  });
  return { made, store, sent, errors, hear: (sequence: number) => made.hear(noticeOf(sequence)) };
}

test('in whatever order notices are heard, and however often, each is sent once, none before an earlier one', async () => {
  const lines = fc.record({
    acknowledged: fc.nat(5),
    pending: fc.nat(5),
    heard: fc.array(fc.record({ ahead: fc.integer({ min: 1, max: 4 }), pause: fc.boolean() }), {
      maxLength: MOST - 5,
    }),
  });
  await fc.assert(
    fc.asyncProperty(lines, async ({ acknowledged, pending, heard }) => {
      const { store, sent, hear } = line(acknowledged + pending, acknowledged);
      let last = 0;
      for (const { ahead, pause } of heard) {
        // One that is there, however late it is told: of the last few that were written.
        store.last += ahead % 2;
        const sequence = Math.max(1, store.last - ahead + 1);
        if (store.last === 0) continue;
        last = Math.max(last, sequence);
        hear(sequence);
        if (pause) await Promise.resolve();
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toEqual([...new Set(sent)].sort((one, other) => one - other));
      // Of those that were acknowledged before, over another connection, one that is told late may come, and the next may not.
      const news = sent.filter((sequence) => sequence > acknowledged);
      expect(news).toEqual(sequencesOf(upTo(news.at(-1) ?? 0, acknowledged + 1)));
      expect(sent).toEqual(expect.arrayContaining(sequencesOf(upTo(last, acknowledged + 1))));
    }),
  );
});

test('while the store is away nothing is skipped: the next one brings it', async () => {
  const { store, sent, errors, hear } = line(1, 0);
  Object.assign(store, { last: 3, away: true });
  hear(3);
  await new Promise((resolve) => setImmediate(resolve));
  expect([sent, errors.length]).toEqual([[1], 1]);
  Object.assign(store, { last: 4, away: false });
  hear(4);
  await expect.poll(() => sent).toEqual([1, 2, 3, 4]);
});

test('of more than are sent at once the rest comes after an acknowledgement, in order', async () => {
  const { made, store, sent, hear } = line(MOST + 2, 0);
  store.last += 1;
  hear(store.last);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual(sequencesOf(upTo(MOST)));
  store.acknowledged = MOST;
  made.acknowledged();
  await expect.poll(() => sent).toEqual(sequencesOf(upTo(MOST + 3)));
});
