import type { z } from '@hono/zod-openapi';
import { verdictOf } from '../../../domain/watch/verdict.ts';
import { MANY_REJECTED } from '../../watch/rejections.ts';
import { anomalies, restartReturn } from '../definitions/watch.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';
import type { RejectedView, WinnerView } from '../watchSchemas.ts';

const MOST_SHOWN = 100;

type Winner = z.infer<typeof WinnerView>;
type Rejected = z.infer<typeof RejectedView>;

export function serveWatch(app: HttpApp, deps: HttpDeps): void {
  const { returnWatch, anomalies: store, winAlarmCoins, clock } = deps;

  serve(app, deps, anomalies, async (context) => {
    const [standings, winners, rejected] = await Promise.all([
      returnWatch.standings(),
      store.list('winner', winAlarmCoins, MOST_SHOWN),
      store.list('rejected', MANY_REJECTED, MOST_SHOWN),
    ]);
    return context.json(
      {
        returns: standings.map(verdictOf),
        winners: winners.map(({ subject, nickname, amount, atMs, data }) => ({
          ...{ playerId: subject, nickname: nickname ?? '', netCoins: amount, atMs },
          ...(data as Pick<Winner, 'game' | 'thresholdCoins' | 'dayStartMs'>),
        })),
        rejected: rejected.map(({ subject, nickname, amount, data }) => ({
          ...{ playerId: 'address' in data ? null : subject, nickname, rejected: amount },
          ...(data as Pick<Rejected, 'address' | 'byCode' | 'minuteAtMs'>),
        })),
      },
      200,
    );
  });

  serve(app, deps, restartReturn, async (context) => {
    const { game, variant } = context.req.valid('param');
    const { reason } = context.req.valid('json');
    const { id: by } = context.var.player;
    const restarted = await returnWatch.restart({ game, variant }, { by, reason, atMs: clock.nowMs() });
    if (!restarted.ok) return refuse(restarted.error);
    context.var.audit.change(`${game}/${variant}`, null, restarted.value);
    return context.json(restarted.value, 200);
  });
}
