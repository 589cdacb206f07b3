import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlayerStatistics, Totals } from '../../domain/games/records.ts';
import type { Player } from '../../domain/identity/port.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';
import { finishMatch, type GameToPlay, playGame, stakeMatch } from './playedGames.ts';

let db: TestDatabase;
let table: CrashTable;

beforeAll(async () => {
  db = await openTestDatabase();
  table = await CrashTable.own(db, 'main');
});
afterAll(() => db.dispose());

/** A finished game as it counts: in the order of the stakes. */
interface Counted {
  game: string;
  variant: string;
  bet: number;
  won: number;
  tally: Record<string, number>;
}

function totals(games: readonly Counted[]): Totals {
  const betCoins = games.reduce((sum, { bet }) => sum + bet, 0);
  const wonCoins = games.reduce((sum, { won }) => sum + won, 0);
  let [run, bestStreak] = [0, 0];
  for (const { won } of games) {
    run = won > 0 ? run + 1 : 0;
    bestStreak = Math.max(bestStreak, run);
  }
  return {
    ...{ rounds: games.length, betCoins, wonCoins, netCoins: wonCoins - betCoins, bestStreak },
    returnToPlayer: betCoins === 0 ? 0 : wonCoins / betCoins,
    biggestWinCoins: Math.max(0, ...games.map(({ won }) => won)),
  };
}

function addUp(tallies: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}

/** The same, by hand: one game after the other. */
function recomputed(games: readonly Counted[], items: readonly string[], pity: number): PlayerStatistics {
  const kinds = [...new Set(games.map(({ game, variant }) => `${game}/${variant}`))].sort();
  const counts = addUp(items.map((item) => ({ [item]: 1 })));
  return {
    overall: totals(games),
    games: kinds.map((kind) => {
      const own = games.filter(({ game, variant }) => `${game}/${variant}` === kind);
      const { game, variant } = own[0]!;
      return {
        game: game as PlayerStatistics['games'][number]['game'],
        ...{ variant, ...totals(own), tally: addUp(own.map(({ tally }) => tally)) },
      };
    }),
    gacha:
      items.length === 0
        ? []
        : [
            {
              ...{ banner: 'starlight', pity },
              items: Object.keys(counts)
                .sort()
                .map((item) => ({ item, count: counts[item]! })),
            },
          ],
  };
}

const DRAWN = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('spin' as const), machine: fc.constantFrom('neon3', 'cascade5') },
    ...{
      bet: fc.constantFrom(100, 200),
      won: fc.constantFrom(0, 0, 50, 1000),
      name: fc.constantFrom('x', 'y'),
    },
  }),
  fc.record({
    kind: fc.constant('pull' as const),
    items: fc.array(fc.constantFrom('sword', 'ring', 'crown'), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({ kind: fc.constant('throw' as const), won: fc.constantFrom(0, 100, 194) }),
  fc.record({ kind: fc.constant('match' as const), wins: fc.boolean() }),
  fc.record({
    kind: fc.constant('crash' as const),
    end: fc.constantFrom('cashed', 'lost', 'cancelled', 'voided'),
  }),
);
type Drawn = typeof DRAWN extends fc.Arbitrary<infer T> ? T : never;

let crashGame = 0;

/** A round of its own for the bet. */
async function playCrash(player: Player, end: string): Promise<void> {
  const game = ++crashGame;
  value(await table.open(game));
  const { betId, result } = await table.bet(player, game, 100);
  value(result);
  const flew = end !== 'cancelled';
  if (!flew) value(await table.cancel(player, game, betId, 100));
  value(await table.close(game, game === 1 ? 'the salt' : undefined));
  if (end === 'voided') value(await table.voidBet(player, game, betId, 100));
  if (end === 'cashed') value(await table.cashOut(player, game, betId, 150, 150));
  const paidCoins = end === 'cashed' ? 150 : 0;
  value(await table.settle(game, { stakedCoins: flew ? 100 : 0, paidCoins, betCount: flew ? 1 : 0 }));
}

interface Played {
  games: Counted[];
  items: string[];
  pity: number;
}

async function play(player: Player, stranger: Player, drawn: Drawn, so: Played): Promise<void> {
  if (drawn.kind === 'crash') {
    await playCrash(player, drawn.end);
    if (drawn.end === 'cancelled' || drawn.end === 'voided') return;
    const won = drawn.end === 'cashed' ? 150 : 0;
    so.games.push({ game: 'crash', variant: 'main', bet: 100, won, tally: { [drawn.end]: 1 } });
    return;
  }
  if (drawn.kind === 'match') {
    const order = drawn.wins ? [player, stranger] : [stranger, player];
    const seats = [];
    for (const each of order) seats.push({ player: each, ...(await stakeMatch(db, each, 100)) });
    await finishMatch(db, '00000000-0000-4000-8000-000000000000', 100, seats);
    const tally: Record<string, number> = drawn.wins ? { win: 1 } : { lose: 1 };
    so.games.push({ game: 'rps_match', variant: 'match', bet: 100, won: drawn.wins ? 200 : 0, tally });
    return;
  }
  const game = await postDrawn(player, drawn, so);
  const { betCoins: bet, payoutCoins: won, tally } = game;
  so.games.push({ game: game.game, variant: game.variant, bet, won, tally: tally ?? {} });
}

type FromPair = Exclude<Drawn, { kind: 'crash' | 'match' }>;

async function postDrawn(player: Player, drawn: FromPair, so: Played): Promise<GameToPlay> {
  const game = toGame(player, drawn, so);
  await playGame(db, player, game);
  return game;
}

function toGame(player: Player, drawn: FromPair, so: Played): GameToPlay {
  if (drawn.kind === 'spin') {
    const { machine, bet, won, name } = drawn;
    const tally = { [name]: 2, spins: 1 };
    return { game: 'slots', variant: machine, betCoins: bet, payoutCoins: won, tally };
  }
  if (drawn.kind === 'throw') {
    const tally = { [drawn.won === 0 ? 'lose' : 'paid']: 1 };
    return { game: 'rps', variant: 'house', betCoins: 100, payoutCoins: drawn.won, tally };
  }
  const pity = (pulls: number) => JSON.stringify({ pity: pulls });
  const before = so.items.length === 0 ? null : pity(so.pity);
  so.items.push(...drawn.items);
  so.pity += drawn.items.length;
  return {
    ...{ game: 'gacha', variant: 'starlight', betCoins: 50, payoutCoins: 0 },
    outcome: { items: drawn.items.map((item) => ({ item, rarity: 'rare' })), pity: so.pity },
    tally: { rare: drawn.items.length },
    states: [{ ownerId: player.id, scope: 'gacha/starlight', before, after: pity(so.pity), dueAtMs: null }],
  };
}

describe('statistics', () => {
  test('[GM17] are what the games come to one by one', async () => {
    const stranger = await table.player(1_000_000);
    await fc.assert(
      fc.asyncProperty(fc.array(DRAWN, { minLength: 1, maxLength: 25 }), async (all) => {
        const player = await table.player(100_000);
        const so: Played = { games: [], items: [], pity: 0 };
        for (const drawn of all) await play(player, stranger, drawn, so);
        expect(await db.gameReads.statistics(player.id)).toEqual(recomputed(so.games, so.items, so.pity));
      }),
      { numRuns: 30 },
    );
  });

  test('[GM17] an open bet and an unfinished match are no games; a lost bet is one once it is settled', async () => {
    const player = await table.player();
    const nothing = recomputed([], [], 0);
    expect(await db.gameReads.statistics(player.id)).toEqual(nothing);
    await stakeMatch(db, player, 100);
    const game = ++crashGame;
    value(await table.open(game));
    value((await table.bet(player, game, 100)).result);
    expect(await db.gameReads.statistics(player.id)).toEqual(nothing);
    value(await table.close(game, game === 1 ? 'the salt' : undefined));
    expect(await db.gameReads.statistics(player.id)).toEqual(nothing);
    value(await table.settle(game, { stakedCoins: 100, betCount: 1 }));
    const lost = { game: 'crash', variant: 'main', bet: 100, won: 0, tally: { lost: 1 } };
    expect(await db.gameReads.statistics(player.id)).toEqual(recomputed([lost], [], 0));
  });
});
