import { cancelBacktest, queue, retryBacktest } from '../definitions/admin.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveAdmin(app: HttpApp, deps: HttpDeps): void {
  const { jobs } = deps;

  serve(app, deps, queue, async (context) => {
    const standing = await jobs.standing();
    return standing.ok ? context.json(standing.value, 200) : refuse(standing.error);
  });

  serve(app, deps, retryBacktest, async (context) => {
    const retried = await jobs.retry(context.req.valid('param').jobId);
    if (!retried.ok) return refuse(retried.error);
    context.var.audit.change(retried.value.jobId, null, { status: retried.value.status });
    return context.json(retried.value as never, 200);
  });

  serve(app, deps, cancelBacktest, async (context) => {
    const cancelled = await jobs.cancelAny(context.req.valid('param').jobId);
    if (!cancelled.ok) return refuse(cancelled.error);
    const { jobId, playerId, status, refunded } = cancelled.value;
    context.var.audit.change(jobId, null, { status, refunded });
    if (refunded) deps.publishBalance(playerId, await deps.identity.balances({ id: playerId }));
    return context.json(cancelled.value as never, 200);
  });
}
