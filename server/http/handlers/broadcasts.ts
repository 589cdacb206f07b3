import { checkText } from '../../../domain/broadcast/order.ts';
import { operationKey } from '../../../domain/ledger/keys.ts';
import { broadcasts, cancelBroadcast, sendBroadcast, sendNotice } from '../definitions/broadcasts.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveBroadcasts(app: HttpApp, deps: HttpDeps): void {
  const { broadcasts: said } = deps.operate;

  serve(app, deps, broadcasts, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    return context.json((await said.list(limit, cursor ?? null)) as never, 200);
  });

  serve(app, deps, sendBroadcast, async (context) => {
    const key = context.req.valid('header')['idempotency-key']?.toLowerCase() ?? null;
    const { startsAtMs = null, ...order } = context.req.valid('json');
    const sent = await said.send(context.var.player.id, key, { ...order, startsAtMs });
    if (!sent.ok) return refuse(sent.error);
    const { broadcast, repeated } = sent.value;
    if (!repeated) context.var.audit.change(broadcast.id, null, broadcast);
    return context.json(broadcast as never, 200);
  });

  serve(app, deps, cancelBroadcast, async (context) => {
    const { broadcastId } = context.req.valid('param');
    const cancelled = await said.cancel(broadcastId.toLowerCase(), deps.clock.nowMs());
    if (!cancelled.ok) return refuse(cancelled.error);
    if (cancelled.value === null) return refuseWith('not_found', { field: 'broadcastId' });
    const { before, after } = cancelled.value;
    if (before !== after) context.var.audit.change(after.id, before, after);
    return context.json(after as never, 200);
  });

  serve(app, deps, sendNotice, async (context) => {
    const { playerId, text: asked, level } = context.req.valid('json');
    const text = checkText(asked);
    if (!text.ok) return refuse(text.error);
    if ((await deps.identity.player(playerId)) === null)
      return refuseWith('not_found', { field: 'playerId' });
    const key = context.req.valid('header')['idempotency-key']?.toLowerCase() ?? deps.entropy.uuid();
    const dedupeKey = operationKey('player', context.var.player.id, 'notice', key);
    const data = { text: text.value, level };
    const [notice] = await deps.notices.appendAll([{ playerId, dedupeKey, kind: 'operator.message', data }]);
    const { playerId: _, ...told } = notice!;
    const { sequence, data: kept } = told;
    if (kept.text !== data.text || kept.level !== level) return refuseWith('key_conflict');
    context.var.audit.change(playerId, null, { sequence, ...data });
    deps.feed.publish(playerId, { type: 'notice', ...told });
    return context.json({ sequence }, 200);
  });
}
