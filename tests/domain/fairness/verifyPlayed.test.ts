import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VerdictOf } from '../../../domain/fairness/verdict.ts';
import { NO_GAMES, type Standings, verifyPair } from '../../../domain/fairness/verifyPair.ts';
import { verifyPlayed } from '../../../domain/fairness/verifyPlayed.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import { oddsHash } from '../../../domain/games/odds.ts';
import { HANDS } from '../../../domain/protocol/rps.ts';
import rps from '../../../domain/rps/rps.data.ts';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { PairPlayer, type RecalledGame } from './pairPlayer.ts';
import { leaves, NONSENSE } from './tampering.ts';

const TABLES = [neon3, cascade5, starlight, rps];
const BY_HASH = new Map(TABLES.map((table) => [oddsHash(table), table]));
const oddsOf = (hash: string) => BY_HASH.get(hash);
const NEON_BET = neon3.betSteps[0]!;

function verify(game: RecalledGame, gameId = game.gameId) {
  return verifyPlayed(game, oddsOf(game.oddsHash), gameId);
}

function fieldOf(verdict: VerdictOf<string>): string {
  return verdict.valid ? 'valid' : verdict.field;
}

/** Everything that games have: a streak that grows and falls, free spins, pity, a sold-out item, each hand. */
function eventfulPair(): RecalledGame[] {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const player = new PairPlayer(`eventful ${seed}`);
    const spins = [1, 2, 3].map(() => player.spin(neon3, NEON_BET));
    const streaks = spins.map(({ proof }) => (proof.inputs as { streak: number }).streak);
    if (streaks.join() !== '0,1,2') continue;
    player.spin(cascade5, cascade5.betSteps[0]!);
    player.pull(starlight, 1);
    for (const { item, stock } of starlight.items) if (stock !== undefined) player.left.set(item, 0);
    const { outcome } = player.pull(starlight, 10);
    if (!JSON.stringify(outcome).includes('soldOut')) continue;
    player.left.clear();
    player.pull(starlight, 1);
    for (const hand of HANDS) player.throwHand(rps, 300, hand);
    return player.games;
  }
  throw new Error('no seed makes such a pair');
}

const pair = eventfulPair();

test('[FA14] [FA16] an eventful pair verifies, and every step is told', () => {
  for (const game of pair) {
    const verdict = verify(game);
    expect(verdict).toMatchObject({ valid: true });
    expect(verdict.steps.map(({ name }) => name)).toEqual(['form', 'odds', 'seeds', 'outcome', 'payout']);
  }
  const { verdict } = verifyPair(pair, oddsOf, NO_GAMES);
  expect(verdict).toMatchObject({ valid: true });
  expect(verdict.steps.map(({ name }) => name)).toEqual(['form', 'nonces', 'inputs']);
});

/** What is found, by the game alone or by its neighbours. */
function foundIn(games: RecalledGame[], place: number): string {
  const alone = fieldOf(verify(games[place]!, pair[place]!.gameId));
  return alone === 'valid' ? fieldOf(verifyPair(games, oddsOf, NO_GAMES).verdict) : alone;
}

function changed(place: number, change: (game: RecalledGame) => void): RecalledGame[] {
  const games = structuredClone(pair);
  change(games[place]!);
  return games;
}

/** A value of the same form that is another one. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  return text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
}

/** What only another value than "one more" makes wrong. */
function further(path: string, game: RecalledGame): unknown {
  if (path === 'startedAtMs') return game.endedAtMs + 1;
  if (path === 'endedAtMs') return game.startedAtMs - 1;
  // How many were left of an item that was not drawn can't be told from this game; only that it was short.
  if (path.startsWith('proof.inputs.stock.')) return (game.proof.inputs as { count: number }).count;
  if (path === 'proof.inputs.dailyRemaining') return -1;
  return undefined;
}

const NEIGHBOUR = 'games\\[\\d+\\]\\.';
/** Where another field than the changed one stops to follow. */
const NAMED: [RegExp, string][] = [
  [/^startedAtMs$/, 'endedAtMs'],
  [/^balanceBeforeCoins$/, 'balanceAfterCoins'],
  [/^playerId$/, `${NEIGHBOUR}playerId`],
  [/^proof\.pairId$/, `${NEIGHBOUR}proof\\.pairId`],
  [/^proof\.serverSeedHash$/, 'proof\\.serverSeed'],
  [/^proof\.clientSeed$/, `(outcome.*|tally.*|${NEIGHBOUR}proof\\.clientSeed)`],
  [/^proof\.nonce$/, `(outcome.*|tally.*|${NEIGHBOUR}proof\\.nonce)`],
  [/^proof\.inputs\.streak$/, `(outcome.*|${NEIGHBOUR}proof\\.inputs\\.streak)`],
  [/^proof\.inputs\.(count|stock)/, 'proof\\.inputs'],
  [/^proof\.inputs\.pity$/, '(outcome.*|proof\\.inputs)'],
  [/^proof\.inputs\.recent/, `(outcome.*|${NEIGHBOUR}proof\\.inputs\\.recent.*)`],
];

const fields = pair.flatMap((game, place) =>
  leaves(game).map((leaf) => ({ name: `${place} ${game.variant}: ${leaf.path}`, place, game, leaf })),
);

describe('[FA15] a changed field is found and named', () => {
  test.each(fields)('$name', ({ place, game, leaf }) => {
    const games = changed(place, (copy) => leaf.set(copy, further(leaf.path, game) ?? other(leaf.get())));
    const named = NAMED.find(([path]) => path.test(leaf.path))?.[1];
    expect(foundIn(games, place)).toMatch(new RegExp(`^${named ?? leaf.path.replace(/[[\].]/g, '\\$&')}$`));
  });

  test.each(fields)('$name of no form', ({ place, leaf }) => {
    for (const nonsense of NONSENSE) {
      if (nonsense === null && leaf.path === 'proof.serverSeed') continue;
      expect(
        foundIn(
          changed(place, (copy) => leaf.set(copy, nonsense)),
          place,
        ),
      ).not.toBe('valid');
    }
  });

  const outcomeOf = (game: RecalledGame) => game.outcome as Record<string, unknown[]>;
  const cases: [string, number, (game: RecalledGame) => void, string][] = [
    ['a turn too much', 0, (game) => outcomeOf(game).turns!.push({}), 'outcome.turns[1]'],
    ['a turn left out', 0, (game) => outcomeOf(game).turns!.pop(), 'outcome.turns[0]'],
    ['a pull left out', 5, (game) => outcomeOf(game).items!.pop(), 'outcome.items[9]'],
    ['a field more', 0, (game) => Object.assign(game.outcome as object, { bonus: 1 }), 'outcome.bonus'],
    [
      'an input more',
      0,
      (game) => Object.assign(game.proof.inputs as object, { luck: 1 }),
      'proof.inputs.luck',
    ],
    ['a count more', 0, (game) => Object.assign(game.tally, { jackpot: 1 }), 'tally.jackpot'],
    ['a step left out', 5, (game) => game.steps.pop(), 'steps[9]'],
    ['another game’s seeds', 0, (game) => Object.assign(game.proof, pair[1]!.proof), 'outcome'],
    ['a hidden seed', 0, (game) => Object.assign(game.proof, { serverSeed: null }), 'proof.serverSeed'],
    ['another machine', 0, (game) => Object.assign(game, { variant: 'cascade5' }), 'variant'],
    ['another game', 0, (game) => Object.assign(game, { game: 'rps' }), 'game'],
    ['another table', 0, (game) => Object.assign(game, { oddsHash: oddsHash(rps) }), 'game'],
    ['a bet off the steps', 0, (game) => Object.assign(game, { betCoins: 1 }), 'betCoins'],
  ];
  test.each(cases)('%s', (_what, place, change, field) => {
    expect(foundIn(changed(place, change), place)).toContain(field);
  });

  test('a payout that is changed everywhere at once', () => {
    const games = changed(0, (game) => {
      const outcome = game.outcome as { winCoins: number; turns: { winCoins: number }[] };
      outcome.winCoins += 100;
      outcome.turns[0]!.winCoins += 100;
      game.payoutCoins += 100;
      game.netCoins += 100;
      game.balanceAfterCoins += 100;
    });
    expect(foundIn(games, 0)).toBe('outcome.turns[0].winCoins');
  });

  test('a table that has another hash, or none at all', () => {
    const [game] = pair;
    for (const odds of [undefined, null, 7, [], {}, { ...neon3, variationHundredths: 6 }]) {
      expect(fieldOf(verifyPlayed(game, odds))).toBe('oddsHash');
    }
  });

  test('a table that nobody can play by', () => {
    const tables = [
      { game: 'slots', machine: 'neon3' },
      { ...neon3, reels: [null] },
      { ...neon3, streak: null },
      { ...cascade5, machine: 'neon3', freeSpins: { ...cascade5.freeSpins, mostSpins: 1e15 } },
    ];
    const own = { ...pair[0]!, oddsHash: oddsHash({ ...neon3, streak: null } as never) };
    const pairVerdict = verifyPair([own], () => ({ ...neon3, streak: null }), NO_GAMES).verdict;
    expect(fieldOf(pairVerdict)).toBe('games[0].oddsHash');
    for (const odds of tables) {
      const game = { ...structuredClone(pair[0]!), oddsHash: oddsHash(odds as never) };
      expect(fieldOf(verifyPlayed(game, odds))).toBe('oddsHash');
    }
  });

  test('what is no game at all', () => {
    for (const nonsense of [null, 7, 'game', [], undefined]) {
      expect(fieldOf(verifyPlayed(nonsense, neon3))).toBe('game');
      expect(fieldOf(verifyPair([nonsense], oddsOf, null).verdict)).toBe('games[0].game');
    }
    expect(fieldOf(verifyPlayed({}, neon3))).toBe('gameId');
  });
});

describe('[FA16] the games of a pair follow from each other', () => {
  const found = (games: RecalledGame[], before: Standings | null = NO_GAMES) =>
    fieldOf(verifyPair(games, oddsOf, before).verdict);

  test.each([
    ['a game left out', () => pair.toSpliced(4, 1), 'games[4].proof.nonce'],
    ['the first one left out', () => pair.slice(1), 'games[0].proof.nonce'],
    ['one twice', () => pair.toSpliced(4, 0, pair[3]!), 'games[4].proof.nonce'],
    ['two changed places', () => [pair[1]!, pair[0]!, ...pair.slice(2)], 'games[0].proof.nonce'],
  ])('%s', (_what, games, field) => {
    expect(found(games())).toBe(field);
  });

  test('a streak, a pity or recent items that the game before did not leave', () => {
    const fresh = { streaks: new Map([[`slots/neon3/${NEON_BET}`, 4]]), pulls: new Map() };
    expect(found(pair, fresh)).toBe('games[0].proof.inputs.streak');
    const pulled = { streaks: new Map(), pulls: new Map([['starlight', { pity: 3, recent: ['pebble'] }]]) };
    expect(found(pair, pulled)).toBe('games[4].proof.inputs.pity');
    const sameState = {
      streaks: new Map(),
      pulls: new Map([['starlight', { pity: 0, recent: ['pebble'] }]]),
    };
    expect(found(pair, sameState)).toBe('games[4].proof.inputs.recent[0]');
  });

  test('while seeds are hidden, too', () => {
    const hidden = structuredClone(pair);
    for (const { proof } of hidden) Object.assign(proof, { serverSeed: null });
    expect(found(hidden)).toBe('valid');
    Object.assign(hidden[2]!.proof.inputs as object, { streak: 1 });
    expect(found(hidden)).toBe('games[2].proof.inputs.streak');
  });

  test('whatever is played, over rotations', () => {
    const game = fc.constantFrom(
      'spin',
      'other stake',
      'cascade',
      'pull',
      'ten',
      'throw',
      'rotate',
      'sold out',
    );
    const run = fc.property(fc.string({ maxLength: 20 }), fc.array(game, { maxLength: 40 }), (seed, plan) => {
      const player = new PairPlayer(`random ${seed.replace(/[^ -~]/g, '')}`);
      for (const what of plan) {
        if (what === 'spin') player.spin(neon3, NEON_BET);
        if (what === 'other stake') player.spin(neon3, neon3.betSteps[1]!);
        if (what === 'cascade') player.spin(cascade5, cascade5.betSteps[0]!);
        if (what === 'pull') player.pull(starlight, 1);
        if (what === 'ten') player.pull(starlight, 10);
        if (what === 'throw') player.throwHand(rps, 100, 'paper');
        if (what === 'rotate') player.rotate();
        if (what === 'sold out')
          for (const { item } of starlight.items) player.left.set(item, player.left.has(item) ? 1 : 0);
      }
      let standings: Standings = NO_GAMES;
      for (const games of player.pairs()) {
        const { verdict, after } = verifyPair(games, oddsOf, standings);
        expect(verdict).toMatchObject({ valid: true });
        expect(verifyPair(games, oddsOf, null).verdict).toMatchObject({ valid: true });
        standings = after;
      }
      for (const played of player.games) expect(verify(played)).toMatchObject({ valid: true });
    });
    fc.assert(run, { numRuns: 60 });
  });
});
