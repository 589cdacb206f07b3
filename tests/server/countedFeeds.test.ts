import { afterAll, expect, test } from 'vitest';
import type { Broadcast } from '../../domain/broadcast/broadcast.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { countedBroadcasts } from '../../server/metrics/countedBroadcasts.ts';
import { countedBus } from '../../server/metrics/countedBus.ts';
import { countFrames } from '../../server/metrics/countFrames.ts';
import { createMetrics } from '../../server/metrics.ts';

const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
afterAll(() => metrics.stop());

const lines = async (name: string) =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith(`fairground_${name}`));

test('broadcasts are counted for each seat: those that wait for it, and those that come', async () => {
  const broadcast = { id: 'b' } as Broadcast;
  let tell: (broadcast: Broadcast) => void = () => {};
  const heard: Broadcast[] = [];
  const counted = countedBroadcasts(
    {
      live: () => [broadcast, broadcast],
      subscribe(_seat, listener) {
        tell = listener;
        return () => {};
      },
    },
    metrics,
  );
  const seat = { room: 'lobby', playerId: null };
  expect(counted.live(seat)).toHaveLength(2);
  counted.subscribe(seat, (told) => heard.push(told));
  tell(broadcast);
  expect(heard).toEqual([broadcast]);
  expect(await lines('broadcasts_delivered_total')).toEqual(['fairground_broadcasts_delivered_total 3']);
});

test('messages of the bus are counted by direction and channel, and go on unchanged', async () => {
  const sent: unknown[] = [];
  let arrive: (message: string, from: string) => void = () => {};
  const bus = {
    memberId: 'me',
    publish: (...told: unknown[]) => void sent.push(told),
    subscribe(_channel: string, listener: typeof arrive) {
      arrive = listener;
      return () => {};
    },
  } as unknown as Bus;
  const counted = countedBus(bus, metrics);
  const heard: unknown[] = [];
  counted.subscribe('players', (...told) => heard.push(told));
  counted.publish('players', 'x');
  arrive('y', 'other');
  expect([counted.memberId, sent, heard]).toEqual(['me', [['players', 'x']], [['y', 'other']]]);
  expect(await lines('bus_messages_total')).toEqual([
    'fairground_bus_messages_total{direction="out",channel="players"} 1',
    'fairground_bus_messages_total{direction="in",channel="players"} 1',
  ]);
});

test('frames of the monitor are counted, and what was left out of them over all topics', async () => {
  let frame: (frame: { events: []; dropped: { crash?: number; slots?: number } }) => void = () => {};
  const hub = {
    onFrame(listener: unknown) {
      frame = listener as typeof frame;
      return () => {};
    },
  };
  countFrames(hub, metrics);
  frame({ events: [], dropped: { crash: 3, slots: 4 } });
  frame({ events: [], dropped: {} });
  expect(await lines('monitor_')).toEqual([
    'fairground_monitor_frames_total 2',
    'fairground_monitor_dropped_events_total 7',
  ]);
});
