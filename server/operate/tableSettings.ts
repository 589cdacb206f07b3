import type { Bus } from '../../domain/cluster/bus.ts';
import { type TableSetting, type TableSettingStore, unset } from '../../domain/crash/tableSetting.ts';
import type { Log } from '../../rooms/ports.ts';
import { keepFresh } from './keptFresh.ts';

const READ_EVERY_MS = 5_000;

export interface TableSettings extends Pick<TableSettingStore, 'read' | 'pause' | 'setLimits'> {
  /** As this process knows it. */
  current(table: string): TableSetting;
  /** Calls the listener when this process learns of a change. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/**
 * What operators set for tables. A table's owner reads it from the database before each round; what is held here is
 * for showing.
 */
export function createTableSettings(options: {
  store: TableSettingStore;
  bus: Bus;
  log: Log;
}): TableSettings {
  const { store, bus, log } = options;
  const listeners = new Set<() => void>();
  let settings = new Map<string, TableSetting>();

  const kept = keepFresh({
    ...{ bus, channel: 'tables', everyMs: READ_EVERY_MS, log, read: store.all },
    apply(found) {
      const before = JSON.stringify([...settings.values()]);
      settings = new Map(found.map((setting) => [setting.table, setting]));
      if (JSON.stringify(found) === before) return;
      for (const listener of listeners) listener();
    },
  });

  async function afterwards<T>(work: Promise<T>): Promise<T> {
    const changed = await work;
    await kept.changed();
    return changed;
  }

  return {
    read: store.read,
    pause: (table, paused) => afterwards(store.pause(table, paused)),
    setLimits: (table, decide) => afterwards(store.setLimits(table, decide)),
    current: (table) => settings.get(table) ?? unset(table),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => kept.stop(),
  };
}
