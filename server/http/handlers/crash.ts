import type { Chain } from '../../../domain/crash/port.ts';
import { fairness, round, rounds, tables } from '../definitions/crash.ts';
import type { HttpDeps } from '../deps.ts';
import { refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

/** A settled round's record never changes; who verifies it wants it from the source all the same. */
const REVALIDATED = 'no-cache';

export function serveCrash(app: HttpApp, deps: HttpDeps): void {
  const { reads, chains } = deps;
  /** A table is what has a chain: one that left the settings keeps its public record. */
  const isTable = async (table: string) =>
    deps.tables.list().some((live) => live.table === table) || (await chains.chains(table)).length > 0;

  serve(app, deps, tables, (context) => context.json({ items: deps.tables.list(), next: null }, 200));

  serve(app, deps, fairness, async (context) => {
    const { table } = context.req.valid('param');
    const all = await chains.chains(table);
    if (all.length === 0) return refuseWith('not_found');
    const [latestGame, blemishes] = await Promise.all([reads.latestGame(table), reads.blemishes(table)]);
    const announced = all.find(({ status }) => status === 'announced');
    return context.json(
      {
        chains: all.filter(({ status }) => status !== 'announced').map(publicPart),
        nextChain: announced === undefined ? null : publicPart(announced),
        latestGame,
        gaps: blemishes.gaps,
        voids: blemishes.voids,
      },
      200,
    );
  });

  serve(app, deps, rounds, async (context) => {
    const { table } = context.req.valid('param');
    const { limit, cursor } = context.req.valid('query');
    if (!(await isTable(table))) return refuseWith('not_found');
    return context.json(await reads.rounds(table, limit, cursor ?? null), 200);
  });

  serve(app, deps, round, async (context) => {
    const { table, game } = context.req.valid('param');
    const record = await deps.record(table, game);
    if (record === null) return refuseWith('not_found');
    const headers = { etag: record.etag, 'cache-control': REVALIDATED };
    if (context.req.header('if-none-match') === record.etag) {
      return new Response(null, { status: 304, headers }) as never;
    }
    // These bytes are the record's JSON, so that it is not made again for each reader.
    return new Response(record.bytes, {
      headers: { ...headers, 'content-type': 'application/json' },
    }) as never;
  });
}

/** Names what is told: what a chain has besides, now or later, stays here. */
function publicPart(chain: Chain) {
  const { id, length, terminator, salt, saltSource, edgePercent, firstGame, lastGame } = chain;
  return { id, length, terminator, salt, saltSource, edgePercent, firstGame, lastGame };
}
