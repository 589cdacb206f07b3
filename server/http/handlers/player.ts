import { playedSteps } from '../../../domain/games/steps.ts';
import { daily, game, history, me, sessions, statistics, transfers } from '../definitions/player.ts';
import type { HttpDeps } from '../deps.ts';
import { recallBet } from '../recallBet.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function servePlayer(app: HttpApp, deps: HttpDeps): void {
  const { identity, gameReads, grants, clock } = deps;

  serve(app, deps, me, async (context) => {
    const player = context.var.player;
    const { id, nickname, rank, role } = player;
    const [balances, limits] = await Promise.all([identity.balances(player), deps.limits.read(id)]);
    return context.json({ player: { id, nickname, rank, role }, balances, limits }, 200);
  });

  serve(app, deps, daily, async (context) => {
    const player = context.var.player;
    const key = context.req.valid('header')['idempotency-key'];
    const claimed = await grants.claimDaily(player, key?.toLowerCase() ?? null, clock.nowMs());
    if (!claimed.ok) return refuse(claimed.error);
    const { repeated, ...claim } = claimed.value;
    const balances = await identity.balances(player);
    if (!repeated) deps.publishBalance(player.id, balances);
    return context.json({ ...claim, balances }, 200);
  });

  serve(app, deps, history, async (context) => {
    const { game: name, limit, cursor } = context.req.valid('query');
    const page = await gameReads.history(context.var.player.id, name ?? null, limit, cursor ?? null);
    return context.json(page as never, 200);
  });

  serve(app, deps, transfers, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    const page = await gameReads.transfers(context.var.player.id, limit, cursor ?? null);
    return context.json(page as never, 200);
  });

  serve(app, deps, sessions, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    return context.json(await deps.sessions.list(context.var.player.id, limit, cursor ?? null), 200);
  });

  serve(app, deps, statistics, async (context) =>
    context.json(await gameReads.statistics(context.var.player.id), 200),
  );

  serve(app, deps, game, async (context) => {
    const playerId = context.var.player.id;
    const found = await gameReads.game(playerId, context.req.valid('param').gameId);
    if (found === null) return refuseWith('not_found');
    const recalled =
      found.game === 'crash'
        ? await recallBet(deps.records, found)
        : { ...found, playerId, steps: playedSteps(found) };
    return context.json(recalled as never, 200);
  });
}
