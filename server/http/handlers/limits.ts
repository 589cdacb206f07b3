import { confirmAge, exclusion, limits, pause, realityCheck, setLimits } from '../definitions/limits.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveLimits(app: HttpApp, deps: HttpDeps): void {
  const { limits: store } = deps;

  serve(app, deps, confirmAge, async (context) => {
    const { id } = context.var.player;
    await deps.identity.confirmAge(id);
    deps.auth.sessions.forget(id);
    return context.json({ ageConfirmed: true }, 200);
  });

  serve(app, deps, limits, async (context) => context.json(await store.read(context.var.player.id), 200));

  serve(app, deps, setLimits, async (context) =>
    context.json(await store.change(context.var.player.id, context.req.valid('json') as never), 200),
  );

  serve(app, deps, pause, async (context) => {
    const paused = await store.pause(context.var.player.id, context.req.valid('json').hours);
    return paused.ok ? context.json(paused.value, 200) : refuse(paused.error);
  });

  serve(app, deps, exclusion, async (context) => {
    const excluded = await store.exclude(context.var.player.id, context.req.valid('json').days);
    return excluded.ok ? context.json(excluded.value, 200) : refuse(excluded.error);
  });

  serve(app, deps, realityCheck, async (context) =>
    context.json(await store.realityCheck(context.var.player.id), 200),
  );
}
