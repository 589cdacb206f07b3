import { FOR_GOOD_MS, type PlayerChange, type PlayerItem } from '../../../domain/identity/administration.ts';
import { normalNickname } from '../../../domain/identity/nickname.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { StandingChange } from '../../admin/standings.ts';
import {
  ban,
  playerDetail,
  playerGames,
  playerSessions,
  players,
  playerTransfers,
  setRank,
  setRole,
  unban,
} from '../definitions/players.ts';
import type { HttpDeps } from '../deps.ts';
import type { AuditTrail } from '../env.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function servePlayers(app: HttpApp, deps: HttpDeps): void {
  const { players: store, identity, gameReads, clock } = deps;

  serve(app, deps, players, async (context) => {
    const { search, role, banned, limit, cursor } = context.req.valid('query');
    const filter = {
      search: search === undefined ? undefined : normalNickname(search),
      role,
      banned: banned === undefined ? undefined : banned === 'true',
    };
    return context.json(await store.find(filter, clock.nowMs(), limit, cursor ?? null), 200);
  });

  serve(app, deps, playerDetail, async (context) => {
    const { playerId: id } = context.req.valid('param');
    const item = await store.item(id, clock.nowMs());
    if (item === null) return refuseWith('not_found');
    const [balances, openSessions, { overall }, rankHistory, online, limits] = await Promise.all([
      identity.balances({ id }),
      store.openSessions(id),
      gameReads.statistics(id),
      deps.ranks.rankHistory(id),
      deps.isOnline(id),
      deps.limits.read(id),
    ]);
    const detail = { ...item, balances, online, openSessions, statistics: overall, limits, rankHistory };
    return context.json(detail, 200);
  });

  serve(app, deps, playerGames, async (context) => {
    const id = context.req.valid('param').playerId;
    if ((await store.item(id, clock.nowMs())) === null) return refuseWith('not_found');
    const { game, limit, cursor } = context.req.valid('query');
    return context.json((await gameReads.history(id, game ?? null, limit, cursor ?? null)) as never, 200);
  });

  serve(app, deps, playerTransfers, async (context) => {
    const id = context.req.valid('param').playerId;
    if ((await store.item(id, clock.nowMs())) === null) return refuseWith('not_found');
    const { limit, cursor } = context.req.valid('query');
    return context.json((await gameReads.transfers(id, limit, cursor ?? null)) as never, 200);
  });

  serve(app, deps, playerSessions, async (context) => {
    const id = context.req.valid('param').playerId;
    if ((await store.item(id, clock.nowMs())) === null) return refuseWith('not_found');
    const { limit, cursor } = context.req.valid('query');
    return context.json(await deps.sessions.list(id, limit, cursor ?? null), 200);
  });

  serve(app, deps, ban, async (context) => {
    const { playerId } = context.req.valid('param');
    const { untilMs, reason } = context.req.valid('json');
    const order = { type: 'ban', untilMs: untilMs ?? FOR_GOOD_MS, reason } as const;
    const changed = await store.change(context.var.player.id, playerId, order, clock.nowMs());
    const told = await tell(deps, context.var.audit, changed, 'ban');
    return told.ok ? context.json(told.value, 200) : refuse(told.error);
  });

  serve(app, deps, unban, async (context) => {
    const { playerId } = context.req.valid('param');
    const order = { type: 'unban' } as const;
    const changed = await store.change(context.var.player.id, playerId, order, clock.nowMs());
    const told = await tell(deps, context.var.audit, changed, 'ban');
    return told.ok ? context.json(told.value, 200) : refuse(told.error);
  });

  serve(app, deps, setRole, async (context) => {
    const { playerId } = context.req.valid('param');
    const order = { type: 'role', role: context.req.valid('json').role } as const;
    const changed = await store.change(context.var.player.id, playerId, order, clock.nowMs());
    const told = await tell(deps, context.var.audit, changed, 'role');
    return told.ok ? context.json(told.value, 200) : refuse(told.error);
  });

  serve(app, deps, setRank, async (context) => {
    const { playerId } = context.req.valid('param');
    const { rank, reason } = context.req.valid('json');
    const changed = await deps.ranks.setRank(playerId, rank, context.var.player.id, reason);
    const item = changed === null ? null : await store.item(playerId, clock.nowMs());
    if (changed === null || item === null) return refuseWith('not_found');
    context.var.audit.change(playerId, { rank: changed.before }, { rank: changed.after });
    return context.json(item, 200);
  });
}

/** A change that was committed goes into the audit, and to every process. */
async function tell(
  { standingChanged }: HttpDeps,
  audit: AuditTrail,
  changed: PlayerChange,
  change: StandingChange,
): Promise<Result<PlayerItem>> {
  if (!changed.ok) return changed;
  const { before, after } = changed.value;
  audit.change(after.id, standingOf(before), standingOf(after));
  await standingChanged(after.id, change);
  return ok(after);
}

function standingOf({ rank, role, bannedUntilMs, banReason }: PlayerItem) {
  return { rank, role, bannedUntilMs, banReason };
}
