import type { Client } from '@colyseus/core';
import { expect, test } from 'vitest';
import { type GameEvent, TOPICS, type Topic } from '../../domain/events/event.ts';
import { Audience } from '../../rooms/monitor/audience.ts';
import { bust, spin } from '../domain/events/someEvents.ts';

/** A connection as the transports have it: what it was sent, and how much of that has not left yet. */
function watcher(sessionId: string) {
  const ref = { bufferedAmount: 0 };
  const sent: Uint8Array[] = [];
  const client = { sessionId, ref, enqueueRaw: (bytes: Uint8Array) => void sent.push(bytes) };
  return { client: client as unknown as Client, ref, sent };
}

/** Whether it is a message of this name, and has this in it. */
const says = (bytes: Uint8Array | undefined, ...texts: string[]) =>
  texts.every((text) => Buffer.from(bytes ?? []).includes(text));
const ALL: ReadonlySet<Topic> = new Set(TOPICS);
const frame = (events: GameEvent[], dropped = {}) => ({ events, dropped });

test('watchers of the same are sent the same bytes; names go to those who may see them', async () => {
  const audience = new Audience(() => 0);
  const [one, other, staff, slots] = ['a', 'b', 'c', 'd'].map(watcher);
  audience.seat(one!.client, ALL, false);
  audience.seat(other!.client, ALL, false);
  audience.seat(staff!.client, ALL, true);
  audience.seat(slots!.client, new Set<Topic>(['slots']), false);
  audience.show(frame([spin(100), bust(7)]));
  await expect.poll(() => slots!.sent).toHaveLength(1);
  expect(one!.sent[0]).toBe(other!.sent[0]);
  expect(says(one!.sent[0], 'event', 'neon3', 'bustHundredths')).toBe(true);
  expect(says(one!.sent[0], 'Ada')).toBe(false);
  expect(says(staff!.sent[0], 'Ada')).toBe(true);
  expect(says(slots!.sent[0], 'bustHundredths')).toBe(false);
});

test('one that is slow to read is spared frames, and told how many events they had', async () => {
  let nowMs = 0;
  const audience = new Audience(() => nowMs);
  const [slow, quick] = ['slow', 'quick'].map(watcher);
  audience.seat(slow!.client, ALL, false);
  audience.seat(quick!.client, ALL, false);
  slow!.ref.bufferedAmount = 100_000;
  audience.show(frame([spin(1), spin(2)], { slots: 3 }));
  await expect.poll(() => quick!.sent).toHaveLength(1);
  expect(slow!.sent).toEqual([]);
  slow!.ref.bufferedAmount = 0;
  nowMs = 1_000;
  audience.show(frame([spin(3)]));
  await expect.poll(() => [slow!.sent.length, quick!.sent.length]).toEqual([2, 3]);
  // MessagePack: a number below 128 is its own byte, the last one of the message.
  const told = (sent: Uint8Array[]) =>
    sent.filter((bytes) => says(bytes, 'thinned')).map((bytes) => bytes.at(-1));
  expect([told(slow!.sent), told(quick!.sent)]).toEqual([[5], [3]]);
});

test('who comes while a frame goes out is not sent it: it is in the snapshot', async () => {
  const audience = new Audience(() => 0);
  const here = Array.from({ length: 120 }, (_, at) => watcher(`w${at}`));
  for (const { client } of here) audience.seat(client, ALL, false);
  audience.show(frame([spin(1)]));
  const late = watcher('late');
  audience.seat(late.client, ALL, false);
  audience.leave(here[119]!.client);
  await expect.poll(() => here[118]!.sent).toHaveLength(1);
  expect([late.sent, here[119]!.sent]).toEqual([[], []]);
  expect(audience.size).toBe(120);
});
