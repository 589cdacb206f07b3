import type { RecordBytes } from '../../db/recordBuilder.ts';

export const MAX_CACHED_BYTES = 64 * 1024 * 1024;

/** A settled round's record never changes: it is built once, kept as bytes, the least lately read dropped first. */
export function createRecordCache(
  build: (table: string, game: number) => Promise<RecordBytes | null>,
  maxBytes = MAX_CACHED_BYTES,
): (table: string, game: number) => Promise<RecordBytes | null> {
  const kept = new Map<string, RecordBytes>();
  const building = new Map<string, Promise<RecordBytes | null>>();
  let keptBytes = 0;

  function keep(key: string, record: RecordBytes): void {
    if (record.bytes.length > maxBytes) return;
    kept.set(key, record);
    keptBytes += record.bytes.length;
    for (const [oldest, { bytes }] of kept) {
      if (keptBytes <= maxBytes) return;
      kept.delete(oldest);
      keptBytes -= bytes.length;
    }
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
    if (known !== undefined) {
      // A map lists in the order of insertion: what was read moves to the end.
      kept.delete(key);
      kept.set(key, known);
      return Promise.resolve(known);
    }
    const running = building.get(key) ?? buildAndKeep(key, table, game);
    building.set(key, running);
    return running;
  };
}
