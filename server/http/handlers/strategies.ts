import { MOST_BARS } from '../../../domain/backtest/bars.ts';
import { parseStrategy } from '../../../domain/backtest/parseStrategy.ts';
import { LONGEST_NAME } from '../../../domain/backtest/strategies.ts';
import {
  copy,
  insights,
  leaderboard,
  publish,
  remove,
  save,
  savedStrategy,
  strategies,
  update,
} from '../definitions/strategies.ts';
import type { HttpDeps } from '../deps.ts';
import { createLeaderboard } from '../leaderboard.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

const COPY = ' (copy)';

/** The fixed paths come first: `leaderboard` is no strategy's id. */
export function serveStrategies(app: HttpApp, deps: HttpDeps): void {
  const { strategies: store, entropy } = deps;
  const ranked = createLeaderboard(store, deps.clock.nowMs);

  serve(app, deps, leaderboard, async (context) => {
    const { sortBy, minBacktests, limit, cursor } = context.req.valid('query');
    const from = Number(cursor ?? 0);
    const rows = await ranked(sortBy, minBacktests);
    const items = rows.slice(from, from + limit).map((row, at) => ({ rank: from + at + 1, ...row }));
    const next = from + limit < rows.length ? String(from + limit) : null;
    return context.json({ items, next } as never, 200);
  });

  serve(app, deps, insights, async (context) => {
    const found = await store.insights(context.req.valid('param').strategyHash);
    return found === null ? refuseWith('not_found') : context.json(found, 200);
  });

  serve(app, deps, strategies, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    return context.json((await store.list(context.var.player.id, limit, cursor ?? null)) as never, 200);
  });

  serve(app, deps, save, async (context) => {
    const { name, strategy, public: isPublic } = context.req.valid('json');
    const parsed = parseStrategy(strategy, MOST_BARS);
    if (!parsed.ok) return refuse(parsed.error);
    const playerId = context.var.player.id;
    const draft = { id: entropy.uuid(), playerId, name, strategy: parsed.value, public: isPublic };
    const saved = await store.save(draft);
    return saved.ok ? context.json(saved.value as never, 200) : refuse(saved.error);
  });

  serve(app, deps, savedStrategy, async (context) => {
    const found = await store.strategy(context.req.valid('param').id, context.var.player.id);
    return found === null ? refuseWith('not_found') : context.json(found as never, 200);
  });

  serve(app, deps, update, async (context) => {
    const { name, strategy } = context.req.valid('json');
    const parsed = strategy === undefined ? undefined : parseStrategy(strategy, MOST_BARS);
    if (parsed && !parsed.ok) return refuse(parsed.error);
    const updated = await store.update(context.req.valid('param').id, context.var.player.id, {
      ...(name === undefined ? {} : { name }),
      ...(parsed === undefined ? {} : { strategy: parsed.value }),
    });
    return updated.ok ? context.json(updated.value as never, 200) : refuse(updated.error);
  });

  serve(app, deps, remove, async (context) => {
    const removed = await store.remove(context.req.valid('param').id, context.var.player.id);
    return removed ? context.json({}, 200) : refuseWith('not_found');
  });

  serve(app, deps, publish, async (context) => {
    const { public: isPublic } = context.req.valid('json');
    const changed = await store.update(context.req.valid('param').id, context.var.player.id, {
      public: isPublic,
    });
    return changed.ok ? context.json(changed.value as never, 200) : refuse(changed.error);
  });

  serve(app, deps, copy, async (context) => {
    const playerId = context.var.player.id;
    const original = await store.strategy(context.req.valid('param').id, playerId);
    if (original === null) return refuseWith('not_found');
    const { strategy } = original;
    const draft = { id: entropy.uuid(), playerId, name: copyName(original.name), strategy, public: false };
    const saved = await store.save(draft);
    return saved.ok ? context.json(saved.value as never, 200) : refuse(saved.error);
  });
}

/** "name (copy)"; a name that leaves no room for it is cut, between characters. */
function copyName(name: string): string {
  const characters = Array.from(name);
  while (characters.join('').length + COPY.length > LONGEST_NAME) characters.pop();
  return `${characters.join('').trimEnd()}${COPY}`;
}
