import { keptOdds, odds } from '../definitions/odds.ts';
import type { HttpDeps } from '../deps.ts';
import { publishBanner, publishCrashTable, publishMachine, publishRps } from '../publishedOdds.ts';
import { refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

/** A table is known by its hash: what it says can't change. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export function serveOdds(app: HttpApp, deps: HttpDeps): void {
  const machines = [...deps.odds.machines.values()].map(publishMachine);
  const banners = [...deps.odds.banners.values()].map(publishBanner);
  const rps = publishRps(deps.odds.rps);
  const everyTable = () => [
    ...deps.tables.list().map(publishCrashTable),
    ...machines,
    ...banners.map((table) => ({ ...table, active: deps.operate.banners.isActive(table.banner) })),
    rps,
  ];

  serve(app, deps, odds, (context) => context.json({ items: everyTable(), next: null } as never, 200));

  serve(app, deps, keptOdds, async (context) => {
    const { oddsHash } = context.req.valid('param');
    // Those in use are served while the database is away, too.
    const inUse = everyTable().find((table) => table.oddsHash === oddsHash);
    const table = inUse?.odds ?? (await deps.oddsTables.byHash(oddsHash));
    if (table === null) return refuseWith('not_found');
    return context.json({ oddsHash, odds: table } as never, 200, { 'cache-control': FOR_EVER });
  });
}
