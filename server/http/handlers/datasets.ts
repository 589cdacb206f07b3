import { MOST_DATASETS } from '../../../domain/backtest/datasets.ts';
import { dataset, datasets, removeDataset, upload } from '../definitions/datasets.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

const PRIVATE = { 'cache-control': 'no-store' };
const CSV = /^text\/csv *(;|$)/i;

export function serveDatasets(app: HttpApp, deps: HttpDeps): void {
  serve(app, deps, datasets, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    const page = await deps.datasets.list(context.var.player.id, limit, cursor ?? null);
    return context.json(page, 200, PRIVATE);
  });

  serve(app, deps, upload, async (context) => {
    const { name, dateFormat } = context.req.valid('query');
    if (!CSV.test(context.req.header('content-type') ?? '')) {
      return refuseWith('invalid_request', { field: 'content-type', problem: 'must be text/csv' });
    }
    const playerId = context.var.player.id;
    // Before anything is read: the store asks again when it knows which data they are.
    if ((await deps.datasets.count(playerId)) >= MOST_DATASETS) {
      return refuseWith('limit_exceeded', { limit: MOST_DATASETS });
    }
    const order = { id: deps.entropy.uuid(), playerId, name, createdAtMs: deps.clock.nowMs() };
    const body = context.req.raw.body as ReadableStream<Uint8Array<ArrayBuffer>> | null;
    const stored = await deps.imports.csv(order, dateFormat, body ?? new Blob([]).stream());
    return stored.ok ? context.json(stored.value, 200, PRIVATE) : refuse(stored.error);
  });

  serve(app, deps, dataset, async (context) => {
    const found = await deps.datasets.get(context.req.valid('param').id, context.var.player.id);
    return found === null ? refuseWith('not_found') : context.json(found, 200, PRIVATE);
  });

  serve(app, deps, removeDataset, async (context) => {
    const { id } = context.req.valid('param');
    const removed = await deps.datasets.remove(id, context.var.player.id);
    return removed.ok ? context.json({ id }, 200, PRIVATE) : refuse(removed.error);
  });
}
