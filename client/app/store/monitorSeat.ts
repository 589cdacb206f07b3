import type { Topic } from '../../../domain/events/event.ts';
import type { Monitor } from '../../sdk/index.ts';
import { fair } from './player.ts';

/** Screens that follow each other share a seat: the next takes it before the last has given it up. */
const takers = new Map<Monitor, number>();

/** A seat in the monitor room, told of these topics from now on; `leave` gives it up once nobody has it. */
export function takeMonitor(topics: readonly Topic[]): { monitor: Monitor; leave(): void } {
  const monitor = fair.monitor({ topics: [...topics] });
  const before = takers.get(monitor) ?? 0;
  takers.set(monitor, before + 1);
  // A lost seat asks for the last choice again when it is back.
  if (before > 0) void monitor.setTopics([...topics]).catch(() => {});
  let taken = true;
  return {
    monitor,
    leave() {
      if (!taken) return;
      taken = false;
      const left = takers.get(monitor)! - 1;
      if (left > 0) takers.set(monitor, left);
      else {
        takers.delete(monitor);
        void monitor.leave();
      }
    },
  };
}
