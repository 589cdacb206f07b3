import type { RecordBytes } from '../../db/recordBuilder.ts';

export const MAX_CACHED_BYTES = 64 * 1024 * 1024;
/** How old a kept record may be: readers at the same moment share one, an auditor sees what is stored. */
export const MAX_AGE_MS = 2_000;

/**
 * A settled round's record, as bytes, kept for a moment, the oldest dropped first: building one is work, and
 * a crowd asks for the round that has just ended.
 */
export function createRecordCache(
  build: (table: string, game: number) => Promise<RecordBytes | null>,
  maxBytes = MAX_CACHED_BYTES,
  nowMs: () => number = () => performance.now(),
): (table: string, game: number) => Promise<RecordBytes | null> {
  const kept = new Map<string, RecordBytes & { builtAtMs: number }>();
  const building = new Map<string, Promise<RecordBytes | null>>();
  let keptBytes = 0;

  function keep(key: string, record: RecordBytes): void {
    if (record.bytes.length > maxBytes) return;
    drop(key);
    kept.set(key, { ...record, builtAtMs: nowMs() });
    keptBytes += record.bytes.length;
    for (const oldest of kept.keys()) {
      if (keptBytes <= maxBytes) return;
      drop(oldest);
    }
  }

  function drop(key: string): void {
    keptBytes -= kept.get(key)?.bytes.length ?? 0;
    kept.delete(key);
  }

  async function buildAndKeep(key: string, table: string, game: number): Promise<RecordBytes | null> {
    try {
      const record = await build(table, game);
      if (record !== null) keep(key, record);
      return record;
    } finally {
      building.delete(key);
    }
  }

  return (table, game) => {
    const key = `${game}/${table}`;
    const known = kept.get(key);
    if (known !== undefined && nowMs() - known.builtAtMs < MAX_AGE_MS) return Promise.resolve(known);
    const running = building.get(key) ?? buildAndKeep(key, table, game);
    building.set(key, running);
    return running;
  };
}
