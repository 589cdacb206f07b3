import type { Page } from '../../domain/page.ts';

/** Above every id: where a list without a cursor starts. */
const TOP = 9_223_372_036_854_775_807n;

/** A cursor is the last item's id; one that is no number is as good as none. */
export function below(cursor: string | null): string {
  return cursor !== null && /^\d{1,18}$/.test(cursor) ? cursor : `${TOP}`;
}

/** Makes a page of `limit` items out of one row more than that: the extra one says that there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next: rows.length > limit && last ? idOf(last) : null };
}
