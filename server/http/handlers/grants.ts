import type { Granted } from '../../admin/grants.ts';
import { bulkGrant, grant } from '../definitions/grants.ts';
import type { HttpDeps } from '../deps.ts';
import type { AuditTrail } from '../env.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveGrants(app: HttpApp, deps: HttpDeps): void {
  const { operatorGrants } = deps;

  serve(app, deps, grant, async (context) => {
    const key = context.req.valid('header')['idempotency-key'];
    const [given] = await operatorGrants.give([{ ...context.req.valid('json'), key }]);
    if (!given!.ok) return refuse(given!.error);
    await tell(deps, context.var.audit, [given!.value]);
    const { player, amount, currency, balance, transferId, repeated } = given!.value;
    return context.json({ playerId: player.id, amount, currency, balance, transferId, repeated }, 200);
  });

  serve(app, deps, bulkGrant, async (context) => {
    const results = await operatorGrants.give(context.req.valid('json').lines);
    const given = results.flatMap((result) => (result.ok ? [result.value] : []));
    await tell(deps, context.var.audit, given);
    const items = results.map((result, index) => {
      const line = index + 1;
      if (!result.ok) return { line, ok: false, ...result.error };
      const { player, balance, repeated } = result.value;
      return { line, ok: true, playerId: player.id, balance, repeated };
    });
    return context.json({ items, granted: given.length, failed: results.length - given.length }, 200);
  });
}

/** A line of the audit for each grant, found by its player. A repeat changed nothing: nobody else hears of it. */
async function tell({ events, balancesChanged }: HttpDeps, audit: AuditTrail, all: Granted[]): Promise<void> {
  for (const { player, balance, ...given } of all) {
    const { amount, currency, repeated } = given;
    const before = repeated ? balance : balance - amount;
    audit.change(player.id, { [currency]: before }, { [currency]: balance, ...given });
    if (repeated) continue;
    const { id, nickname, bot } = player;
    events.publish({ type: 'grant.admin', player: { id, nickname }, bot, data: { amount, currency } });
  }
  await balancesChanged(all.filter(({ repeated }) => !repeated).map(({ player }) => player.id));
}
