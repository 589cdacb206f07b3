import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Job } from '../../../domain/backtest/port.ts';
import type { Player } from '../../../domain/identity/port.ts';
import { accepts } from '../accepts.ts';
import { backtest, backtests, bars, cancel, result, submit } from '../definitions/backtests.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';
import { submitBacktest } from '../submitBacktest.ts';

/** Nobody's id: who is not signed in has no data sets. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Data are known by their hash: what stands under it can't change. */
const FOR_EVER = 'private, max-age=31536000, immutable';

export function serveBacktests(app: HttpApp, deps: HttpDeps): void {
  const { jobs, identity } = deps;

  serve(app, deps, submit, async (context) => {
    const player = context.var.player;
    const key = context.req.valid('header')['idempotency-key'];
    const submitted = await submitBacktest(deps, player, key, context.req.valid('json'));
    if (!submitted.ok) return refuse(submitted.error);
    const { job, repeated } = submitted.value;
    if (!repeated) deps.publishBalance(player.id, await identity.balances(player));
    const { jobId, chargedCredits, position } = job;
    return context.json({ jobId, chargedCredits, position }, 202 as 200);
  });

  serve(app, deps, backtests, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    const page = await jobs.list(context.var.player.id, limit, cursor ?? null);
    return context.json(page as never, 200);
  });

  serve(app, deps, backtest, async (context) => {
    const { spectator } = context.var;
    const found = await jobs.job(context.req.valid('param').jobId, spectator?.id ?? null);
    if (!found.ok) return refuse(found.error);
    if (found.value === null) return missing(spectator);
    return context.json(jobFor(found.value, spectator) as never, 200);
  });

  serve(app, deps, result, async (context) => {
    const { spectator } = context.var;
    const found = await jobs.result(context.req.valid('param').jobId, spectator?.id ?? null);
    if (!found.ok) return refuse(found.error);
    if (found.value === null) return missing(spectator);
    return compressedJson(context.req.raw, found.value) as never;
  });

  serve(app, deps, cancel, async (context) => {
    const player = context.var.player;
    const cancelled = await jobs.cancel(context.req.valid('param').jobId, player.id);
    if (!cancelled.ok) return refuse(cancelled.error);
    if (cancelled.value.refunded) deps.publishBalance(player.id, await identity.balances(player));
    return context.json(jobFor(cancelled.value, player) as never, 200);
  });

  serve(app, deps, bars, async (context) => {
    const { spectator } = context.var;
    const { id } = context.req.valid('param');
    const sha256 = await readableData(deps, id, context.req.valid('query').jobId, spectator?.id ?? null);
    const packed = sha256 === null ? null : await deps.datasetBytes.packed(sha256);
    if (packed === null) return missing(spectator);
    const headers = { 'content-type': 'application/octet-stream', 'cache-control': FOR_EVER };
    const size = { 'content-length': String(packed.bytes) };
    return new Response(packed.parts, { headers: { ...headers, ...size, etag: `"${sha256}"` } }) as never;
  });
}

/** Hash of data that this reader may read: their own set's, a ready-made one's, or that of a visible job's. */
async function readableData(
  { datasets, jobs }: HttpDeps,
  datasetId: string,
  jobId: string | undefined,
  playerId: string | null,
): Promise<string | null> {
  const dataset = await datasets.get(datasetId, playerId ?? NOBODY);
  if (dataset !== null) return dataset.sha256;
  if (jobId === undefined) return null;
  const job = await jobs.job(jobId, playerId);
  if (!job.ok) return refuse(job.error);
  return job.value?.datasetId === datasetId ? job.value.datasetSha256 : null;
}

/** As it is stored, for all who take that: megabytes need not pass through this thread as anything but bytes. */
async function compressedJson(request: Request, zstd: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { 'content-type': 'application/json', vary: 'Accept-Encoding' };
  if (accepts(request, 'zstd'))
    return new Response(zstd, { headers: { ...headers, 'content-encoding': 'zstd' } });
  return new Response(await promisify(zstdDecompress)(zstd), { headers });
}

/** Who is not signed in is asked to: whether there is such a thing is not theirs to know. */
function missing(spectator: Player | null): never {
  return refuseWith(spectator === null ? 'unauthorized' : 'not_found');
}

function jobFor({ playerId, ...job }: Job, reader: Player | null): Omit<Job, 'playerId'> {
  return playerId === reader?.id ? ({ ...job, playerId } as Omit<Job, 'playerId'>) : job;
}
