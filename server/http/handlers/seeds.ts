import { rotate, seeds } from '../definitions/seeds.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

const PRIVATE = { 'cache-control': 'no-store' };

export function serveSeeds(app: HttpApp, deps: HttpDeps): void {
  const { seedPairs } = deps;

  serve(app, deps, seeds, async (context) => {
    const found = await seedPairs.seeds(context.var.player.id);
    return found.ok ? context.json(found.value, 200, PRIVATE) : refuse(found.error);
  });

  serve(app, deps, rotate, async (context) => {
    const { clientSeed } = context.req.valid('json');
    const rotated = await seedPairs.rotate(context.var.player.id, clientSeed ?? null);
    return rotated.ok ? context.json(rotated.value, 200, PRIVATE) : refuse(rotated.error);
  });
}
