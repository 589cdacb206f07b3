import type { Page } from '../../domain/page.ts';

/** Everything that a paged route lists, as far as it is asked for. */
export async function* pagesOf<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
): AsyncIterable<T> {
  let next: string | null = null;
  do {
    const found: Page<T> = await read({ limit: 200, ...(next === null ? {} : { cursor: next }) });
    yield* found.items;
    next = found.next;
  } while (next !== null);
}
