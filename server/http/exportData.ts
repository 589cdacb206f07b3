import type { SignedIn } from '../../domain/identity/logins.ts';
import type { Page } from '../../domain/page.ts';
import type { HttpDeps } from './deps.ts';

const PAGE = 200;

type Pages = (cursor: string | null) => Promise<Page<unknown>>;

/** Every list that is about a player, by its name in the export. */
function listsOf(deps: HttpDeps, { id }: SignedIn): Record<string, Pages> {
  const whole = (items: unknown[]): Page<unknown> => ({ items, next: null });
  return {
    signIns: async () => whole(await deps.auth.sessions.list(id)),
    rankHistory: async () => whole(await deps.rankHistory(id)),
    games: (cursor) => deps.gameReads.history(id, null, PAGE, cursor),
    gameSessions: (cursor) => deps.sessions.list(id, PAGE, cursor),
    transfers: (cursor) => deps.gameReads.transfers(id, PAGE, cursor),
    notices: (cursor) => deps.privacy.notices(id, PAGE, cursor),
    strategies: (cursor) => deps.strategies.list(id, PAGE, cursor),
    datasets: async (cursor) => {
      const page = await deps.datasets.list(id, PAGE, cursor);
      return { ...page, items: page.items.filter(({ readyMade }) => !readyMade) };
    },
    backtests: (cursor) => deps.jobs.list(id, PAGE, cursor),
  };
}

/** All that is kept of a player as one JSON document, piece by piece: a long history is never in memory as a whole. */
export async function* exportData(deps: HttpDeps, player: SignedIn): AsyncGenerator<string> {
  const { id, nickname, rank, role, ageConfirmed, createdAtMs, bannedUntilMs } = player;
  const profile = { id, nickname, rank, role, ageConfirmed, createdAtMs, bannedUntilMs };
  const [balances, statistics, limits, realityCheck, seeds] = await Promise.all([
    deps.identity.balances(player),
    deps.gameReads.statistics(id),
    deps.limits.read(id),
    deps.limits.realityCheck(id),
    deps.seedPairs.seeds(id),
  ]);
  const known = { exportedAtMs: deps.clock.nowMs(), profile, balances, statistics, limits, realityCheck };
  const head = JSON.stringify(seeds.ok ? { ...known, seeds: seeds.value } : known);
  yield head.slice(0, -1);
  for (const [name, pages] of Object.entries(listsOf(deps, player))) {
    yield `,${JSON.stringify(name)}:[`;
    let first = true;
    for (let cursor: string | null = null; ; ) {
      const page: Page<unknown> = await pages(cursor);
      if (page.items.length > 0) {
        const text = page.items.map((item) => JSON.stringify(item)).join(',');
        yield first ? text : `,${text}`;
        first = false;
      }
      if (page.next === null) break;
      cursor = page.next;
    }
    yield ']';
  }
  yield '}';
}
