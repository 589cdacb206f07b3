import type { BroadcastPort } from '../../rooms/ports.ts';
import type { ClusterMetrics } from './cluster.ts';

/** The same broadcasts, each counted for each seat that it is told to. */
export function countedBroadcasts(
  broadcasts: BroadcastPort,
  { broadcasts: metrics }: ClusterMetrics,
): BroadcastPort {
  return {
    live(seat) {
      const live = broadcasts.live(seat);
      metrics.delivered(live.length);
      return live;
    },
    subscribe: (seat, listener) =>
      broadcasts.subscribe(seat, (broadcast) => {
        metrics.delivered(1);
        listener(broadcast);
      }),
  };
}
