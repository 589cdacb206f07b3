import type { Bus } from '../../domain/cluster/bus.ts';
import type { BannerStore } from '../../domain/gacha/port.ts';
import type { Log, RoomPorts } from '../../rooms/ports.ts';
import { keepFresh } from './keptFresh.ts';

const READ_EVERY_MS = 5_000;

export type Banners = RoomPorts['banners'] & Pick<BannerStore, 'setActive' | 'setStock'> & { stop(): void };

/** Which banners are on, and when their stock was set, as this process knows it. */
export function createBanners(options: { store: BannerStore; bus: Bus; log: Log }): Banners {
  const { store, bus, log } = options;
  const listeners = new Set<() => void>();
  let inactive: ReadonlySet<string> = new Set();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  const kept = keepFresh({
    ...{ bus, channel: 'banners', everyMs: READ_EVERY_MS, log, read: store.inactive },
    apply(found) {
      inactive = new Set(found);
    },
  });
  // Whatever it was: stock that is held has to be read again.
  const ends = [bus.subscribe('banners', tell), bus.onGap(tell)];

  async function afterwards<T>(work: Promise<T>): Promise<T> {
    const changed = await work;
    await kept.changed();
    tell();
    return changed;
  }

  return {
    isActive: (banner) => !inactive.has(banner),
    onStockSet(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setActive: (banner, active) => afterwards(store.setActive(banner, active)),
    setStock: (banner, item, remaining) => afterwards(store.setStock(banner, item, remaining)),
    stop() {
      for (const end of ends) end();
      kept.stop();
    },
  };
}
