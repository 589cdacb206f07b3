import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GameEvent, TOPICS, type Topic } from '../../../domain/events/event.ts';
import { RecentEvents, SNAPSHOT_EVENTS } from '../../../domain/events/recentEvents.ts';
import { topicsFor, withoutNames } from '../../../domain/events/shown.ts';
import { anyEvents, bet, bust, countBy, spin, stamp } from './someEvents.ts';

const EVERYTHING = new Set(TOPICS);

function remembered(...told: (readonly GameEvent[])[]): RecentEvents {
  const recent = new RecentEvents();
  for (const events of told) recent.add(events);
  return recent;
}

test('[EV6] the same events are remembered, once, in whatever order they are told', () => {
  const orders = anyEvents(80).chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  );
  fc.assert(
    fc.property(orders, ([events, shuffled]) => {
      expect(remembered(shuffled, events).newest(EVERYTHING)).toEqual(events);
    }),
  );
});

test('[EV6] of a topic the latest 200 are kept; one that is told late and is older is not', () => {
  const spins = Array.from({ length: 250 }, (_, at) => spin(at, at));
  const recent = remembered(spins, spins.slice(0, 10));
  expect(recent.newest(new Set<Topic>(['slots']))).toEqual(spins.slice(-SNAPSHOT_EVENTS));
});

test('[EV6] a topic of a later version is left alone', () => {
  const strange = { ...spin(1), topic: 'races' as Topic };
  expect(remembered([strange]).newest(EVERYTHING)).toEqual([]);
});

test('[EV7] a flood of one topic leaves room for the others', () => {
  const busts = Array.from({ length: 30 }, (_, at) => bust(at, at));
  const flood = Array.from({ length: 1_000 }, (_, at) => spin(at, 1_000 + at));
  const events = remembered(busts, flood).newest(EVERYTHING);
  expect(events).toHaveLength(SNAPSHOT_EVENTS);
  // 200 shared by nine topics is 22.
  expect(countBy(events)).toEqual({ crash: 22, slots: 178 });
  expect(events.slice(0, 22)).toEqual(busts.slice(-22));
  expect(events.slice(22)).toEqual(flood.slice(-178));
});

test('[EV7] only what was asked for, newest, at most 200, by time', () => {
  const topics = fc.subarray([...TOPICS]).map((list) => new Set<Topic>(list));
  fc.assert(
    fc.property(anyEvents(400), topics, (events, asked) => {
      const newest = remembered(events).newest(asked);
      const wanted = events.filter(({ topic }) => asked.has(topic));
      expect(newest).toHaveLength(Math.min(SNAPSHOT_EVENTS, wanted.length));
      const chosen = new Set(newest);
      expect(newest).toEqual(wanted.filter((event) => chosen.has(event)));
    }),
    { numRuns: 50 },
  );
});

test('[EV8] who may not see names sees nobody, and no id that leads to somebody', () => {
  expect(withoutNames(bet(500))).toMatchObject({
    player: null,
    data: { betId: '', table: 'main', amountCoins: 500 },
  });
  expect(withoutNames(spin(1))).toMatchObject({ player: null, data: { gameId: '', machine: 'neon3' } });
  const queued = (isPublic: boolean) =>
    withoutNames(
      stamp({
        ...{ type: 'backtest.queued', player: { id: 'ada', nickname: 'Ada' }, bot: false },
        data: { jobId: 'job', public: isPublic },
      }),
    );
  expect(queued(true)).toMatchObject({ player: null, data: { jobId: 'job' } });
  expect(queued(false)).toMatchObject({ player: null, data: { jobId: '' } });
});

test('[EV8] what operators do is for staff alone', () => {
  expect([...topicsFor('moderator')]).toEqual([...TOPICS]);
  expect([...topicsFor('admin')]).toEqual([...TOPICS]);
  for (const standing of ['spectator', 'player'] as const)
    expect([...topicsFor(standing)]).toEqual(TOPICS.filter((topic) => topic !== 'operator'));
});
