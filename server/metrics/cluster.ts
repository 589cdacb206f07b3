import { bounded, type Instruments } from './registry.ts';

export interface ClusterMetrics {
  bus: {
    /** A message went out to, or came in from, the other members. */
    message(direction: 'out' | 'in', channel: string): void;
  };
  monitor: {
    /** A frame of events was made, with so many left out since nobody could keep up. */
    frame(droppedEvents: number): void;
  };
  broadcasts: {
    /** A broadcast was put into the sockets of so many clients. */
    delivered(clients: number): void;
  };
}

export function clusterMetrics({ counter }: Instruments): ClusterMetrics {
  const messages = counter('bus_messages_total', 'Messages between the processes', ['direction', 'channel']);
  const frames = counter('monitor_frames_total', 'Frames of events made for watchers');
  const dropped = counter('monitor_dropped_events_total', 'Events left out of frames');
  const delivered = counter('broadcasts_delivered_total', 'Broadcasts sent, counted by client');
  const channel = bounded(20);
  return {
    bus: { message: (direction, name) => messages.inc({ direction, channel: channel(name) }) },
    monitor: {
      frame(droppedEvents) {
        frames.inc();
        dropped.inc(droppedEvents);
      },
    },
    broadcasts: { delivered: (clients) => delivered.inc(clients) },
  };
}
