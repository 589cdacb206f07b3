import type { Bus } from '../../domain/cluster/bus.ts';
import type { ClusterMetrics } from './cluster.ts';

/** The same bus, every message counted on its way. */
export function countedBus(bus: Bus, { bus: metrics }: ClusterMetrics): Bus {
  return {
    memberId: bus.memberId,
    publish(channel, message) {
      metrics.message('out', channel);
      bus.publish(channel, message);
    },
    subscribe: (channel, listener) =>
      bus.subscribe(channel, (message, fromMemberId) => {
        metrics.message('in', channel);
        listener(message, fromMemberId);
      }),
    onGap: (listener) => bus.onGap(listener),
    close: () => bus.close(),
  };
}
