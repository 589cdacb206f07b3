import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GameEvent, TOPICS } from '../../../domain/events/event.ts';
import { droppedOf, type Frame, mergeFrames } from '../../../domain/events/frame.ts';
import { notability } from '../../../domain/events/notability.ts';
import { frameEveryMs, perTopicFor } from '../../../domain/events/pace.ts';
import { Thinner, thinFrame } from '../../../domain/events/thinner.ts';
import { anyEvents, bet, bust, countBy, session, spin, stamp } from './someEvents.ts';

function frameOf(events: readonly GameEvent[], perTopic: number): Frame {
  const thinner = new Thinner(perTopic);
  for (const event of events) thinner.add(event);
  return thinner.take();
}

const ids = (events: readonly GameEvent[]) => events.map(({ id }) => id);

test('[EV1] a flood of spins pushes out no bust, and takes no more than its own part', () => {
  const events = [...Array.from({ length: 500 }, (_, at) => spin(at)), bust(7)];
  const frame = frameOf(events, 10);
  expect(countBy(frame.events)).toEqual({ slots: 10, crash: 1 });
  expect(frame.dropped).toEqual({ slots: 490 });
});

test('[EV1] [EV2] [EV4] at most so many of a topic; kept and dropped are all; the order stays', () => {
  fc.assert(
    fc.property(anyEvents(), fc.integer({ min: 1, max: 20 }), (events, perTopic) => {
      const { events: kept, dropped } = frameOf(events, perTopic);
      const keptCounts = countBy(kept);
      for (const topic of TOPICS) {
        const added = countBy(events)[topic] ?? 0;
        expect(keptCounts[topic] ?? 0).toBe(Math.min(perTopic, added));
        expect((keptCounts[topic] ?? 0) + (dropped[topic] ?? 0)).toBe(added);
      }
      const chosen = new Set(ids(kept));
      expect(ids(kept)).toEqual(ids(events).filter((id) => chosen.has(id)));
    }),
  );
});

test('[EV3] what is kept is worth most; of those worth the same the earlier', () => {
  fc.assert(
    fc.property(anyEvents(), fc.integer({ min: 1, max: 20 }), (events, perTopic) => {
      const { events: kept } = frameOf(events, perTopic);
      for (const topic of TOPICS) {
        const best = events
          .filter((event) => event.topic === topic)
          .map((event, order) => ({ event, order, worth: notability(event) }))
          .sort((a, b) => (a.worth === b.worth ? a.order - b.order : b.worth - a.worth))
          .slice(0, perTopic)
          .map(({ event }) => event.id);
        expect(ids(kept.filter((event) => event.topic === topic)).sort()).toEqual(best.sort());
      }
    }),
  );
});

test('a frame that was taken leaves nothing to the next', () => {
  const thinner = new Thinner(1);
  for (const event of [spin(1), spin(2)]) thinner.add(event);
  expect(thinner.empty).toBe(false);
  expect(thinner.take().dropped).toEqual({ slots: 1 });
  expect(thinner.empty).toBe(true);
  thinner.add(spin(0));
  expect(thinner.take()).toMatchObject({ events: [{ data: { payoutCoins: 0 } }], dropped: {} });
});

test('[EV2] [EV4] frames of members, merged and thinned again, still count everything once', () => {
  const members = fc.array(anyEvents(60), { minLength: 1, maxLength: 4 });
  const caps = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }));
  fc.assert(
    fc.property(members, caps, (published, [own, shown]) => {
      const frame = thinFrame(mergeFrames(published.map((events) => frameOf(events, own))), shown);
      const all = published.flat();
      for (const topic of TOPICS) {
        const kept = countBy(frame.events)[topic] ?? 0;
        expect(kept).toBeLessThanOrEqual(Math.max(shown, 0));
        expect(kept + (frame.dropped[topic] ?? 0)).toBe(countBy(all)[topic] ?? 0);
      }
      expect(new Set(ids(frame.events)).size).toBe(frame.events.length);
      const times = frame.events.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const events of published) {
        const own = new Set(ids(events));
        const kept = ids(frame.events).filter((id) => own.has(id));
        expect(kept).toEqual(ids(events).filter((id) => kept.includes(id)));
      }
    }),
  );
});

test('[EV2] what was left out is told to those who watch its topic', () => {
  expect(droppedOf({ slots: 5, crash: 2 }, new Set(['slots']))).toBe(5);
  expect(droppedOf({ slots: 5, crash: 2 }, new Set(TOPICS))).toBe(7);
  expect(droppedOf({ slots: 5 }, new Set(['crash']))).toBe(0);
});

test('[EV5] events are worth what they paid, rare items and what is about nobody more', () => {
  const pull = (...rarities: ('common' | 'epic' | 'legendary')[]) =>
    stamp({
      ...{ type: 'gacha.pull', player: null, bot: false },
      data: { banner: 'b', gameId: 'g', costCoins: 500, rarities, items: [], forced: 0 },
    });
  const inOrder = [
    session(),
    spin(150),
    bet(400),
    pull('common', 'epic'),
    pull('legendary', 'common'),
    bust(1),
  ].map(notability);
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  expect(new Set(inOrder).size).toBe(inOrder.length);
});

test('[EV9] frames come seldom when the event loop is late, and hold less for many watchers', () => {
  expect([0, 25, 50, 100, 10_000].map(frameEveryMs)).toEqual([250, 250, 500, 1_000, 2_000]);
  expect([0, 1, 100, 500, 100_000].map(perTopicFor)).toEqual([50, 50, 50, 10, 4]);
});
