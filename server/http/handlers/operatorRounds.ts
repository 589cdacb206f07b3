import { operatorRound, operatorRounds, voidRound } from '../definitions/operatorTables.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveOperatorRounds(app: HttpApp, deps: HttpDeps): void {
  const { operatorReads } = deps;

  serve(app, deps, operatorRounds, async (context) => {
    const { limit, cursor, player, ...filter } = context.req.valid('query');
    const page = await operatorReads.rounds(
      { ...filter, playerId: player?.toLowerCase() },
      limit,
      cursor ?? null,
    );
    return context.json(page, 200);
  });

  serve(app, deps, operatorRound, async (context) => {
    const { table, game } = context.req.valid('param');
    const found = await operatorReads.round(table, game);
    return found === null ? refuseWith('not_found', { field: 'game' }) : context.json(found as never, 200);
  });

  serve(app, deps, voidRound, async (context) => {
    const { table, game } = context.req.valid('param');
    const { reason } = context.req.valid('json');
    const voided = await deps.voidRound(table, game, reason);
    if (!voided.ok) return refuse(voided.error);
    const { refunds, news } = voided.value;
    const refundedCoins = refunds.reduce((sum, { amountCoins }) => sum + amountCoins, 0);
    const { bets, ...round } = (await operatorReads.round(table, game))!;
    const answer = {
      ...round,
      bets: bets.filter(({ state }) => state !== 'cancelled').length,
      ...{ refundedBets: refunds.length, refundedCoins },
    };
    if (news !== null) {
      context.var.audit.change(`${table}/${game}`, null, answer);
      const data = { table, game, refundedCoins };
      deps.events.publish({ type: 'crash.void', player: null, bot: false, data });
    }
    return context.json(answer as never, 200);
  });
}
