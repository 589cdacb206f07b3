import { describe, expect, test } from 'vitest';
import { NO_GAMES, verifyPair } from '../../../domain/fairness/verifyPair.ts';
import { type PlayedVerdict, verifyPlayed } from '../../../domain/fairness/verifyPlayed.ts';
import { oddsHash } from '../../../domain/games/odds.ts';
import type { PlayedGame } from '../../../domain/games/records.ts';
import { playedSteps } from '../../../domain/games/steps.ts';
import type { Hand } from '../../../domain/protocol/rps.ts';
import { commitOf } from '../../../domain/rps/commit.ts';
import { type MatchInputs, playMatch } from '../../../domain/rps/ending.ts';
import rps from '../../../domain/rps/rps.data.ts';
import { leaves, NONSENSE } from './tampering.ts';

const BET_COINS = rps.match.betSteps[0]!;
const SALTS = { ada: 'ad'.repeat(16), bob: 'b0'.repeat(16) };

/** What a player did: a hand committed and shown, one committed and kept, or nothing. */
type Did = Hand | `${Hand} hidden` | 'nothing';

function side(playerId: 'ada' | 'bob', did: Did): MatchInputs['players'][number] {
  if (did === 'nothing') return { playerId, commit: null, hand: null, salt: null };
  const [hand, hidden] = did.split(' ') as [Hand, string | undefined];
  const salt = SALTS[playerId];
  const commit = commitOf('match-1', playerId, hand, salt);
  return hidden ? { playerId, commit, hand: null, salt: null } : { playerId, commit, hand, salt };
}

/** As `GET /api/games/{gameId}` answers it to the player. */
function recalled(playerId: 'ada' | 'bob', ada: Did, bob: Did) {
  const recorded = { matchId: 'match-1', players: [side('ada', ada), side('bob', bob)] };
  const { outcome, payoutCoins, inputs, tally } = playMatch(
    rps,
    rps.match.feeHundredths,
    BET_COINS,
    recorded,
    playerId,
  );
  const game: PlayedGame = {
    gameId: `game-of-${playerId}`,
    game: 'rps_match',
    variant: 'match',
    startedAtMs: 1_000,
    endedAtMs: 9_000,
    betCoins: BET_COINS,
    payoutCoins,
    netCoins: payoutCoins - BET_COINS,
    balanceBeforeCoins: 10_000,
    balanceAfterCoins: 7_700,
    oddsHash: oddsHash(rps),
    tally,
    proof: { matchId: 'match-1', inputs },
    outcome,
  };
  return JSON.parse(JSON.stringify({ ...game, playerId, steps: playedSteps(game) })) as typeof game;
}

const fieldOf = (verdict: PlayedVerdict) => (verdict.valid ? 'valid' : verdict.field);

test.each<[Did, Did, string, number]>([
  ['rock', 'scissors', 'win', 1.96],
  ['rock', 'paper', 'lose', 0],
  ['rock', 'rock', 'draw', 1],
  ['rock', 'paper hidden', 'win', 1.96],
  ['rock hidden', 'paper', 'lose', 0],
  ['rock hidden', 'paper hidden', 'refunded', 1],
  ['rock hidden', 'nothing', 'refunded', 1],
])('[FA17] a match of %s against %s verifies: %s', (ada, bob, outcome, pays) => {
  const game = recalled('ada', ada, bob);
  expect(game.outcome).toMatchObject({ outcome });
  expect(game.payoutCoins).toBe(BET_COINS * pays);
  const verdict = verifyPlayed(game, rps, game.gameId);
  expect(verdict).toMatchObject({ valid: true });
  expect(verdict.steps.map(({ name }) => name)).toEqual(['form', 'odds', 'commits', 'outcome', 'payout']);
  if (bob !== 'nothing') {
    expect(verifyPlayed(recalled('bob', ada, bob), rps)).toMatchObject({ valid: true });
  }
});

describe('[FA17] a changed field of a match is found and named', () => {
  const game = recalled('ada', 'rock', 'scissors');
  const OTHERS: Record<string, unknown> = {
    game: 'rps',
    startedAtMs: 9_001,
    endedAtMs: 999,
    'proof.inputs.players[0].hand': 'paper',
    'proof.inputs.players[1].hand': 'paper',
  };
  const NAMED: Record<string, string> = {
    game: 'proof.pairId',
    startedAtMs: 'endedAtMs',
    'proof.matchId': 'proof.inputs.matchId',
    'proof.inputs.players[0].playerId': 'playerId',
    'proof.inputs.players[0].hand': 'proof.inputs.players[0].commit',
    'proof.inputs.players[0].salt': 'proof.inputs.players[0].commit',
    'proof.inputs.players[1].playerId': 'proof.inputs.players[1].commit',
    'proof.inputs.players[1].hand': 'proof.inputs.players[1].commit',
    'proof.inputs.players[1].salt': 'proof.inputs.players[1].commit',
  };
  const other = (value: unknown) => {
    if (typeof value === 'number') return value + 1;
    const text = String(value);
    return text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
  };
  // Other games may lie between stake and payout, so a match alone says nothing of the balances.
  const fields = leaves(game).filter(({ path }) => !path.startsWith('balance'));

  test.each(fields.map((leaf) => ({ leaf, path: leaf.path })))('$path', ({ leaf, path }) => {
    const copy = structuredClone(game);
    leaf.set(copy, OTHERS[path] ?? other(leaf.get()));
    expect(fieldOf(verifyPlayed(copy, rps, game.gameId))).toBe(NAMED[path] ?? path);
  });

  test.each(leaves(game).map((leaf) => ({ leaf, path: leaf.path })))('$path of no form', ({ leaf }) => {
    for (const nonsense of NONSENSE) {
      const copy = structuredClone(game);
      leaf.set(copy, nonsense);
      expect(fieldOf(verifyPlayed(copy, rps, game.gameId))).not.toBe('valid');
    }
  });

  type Players = MatchInputs['players'];
  test.each<[string, Did, Did, (players: Players) => void, string]>([
    [
      'a hand without a salt',
      'rock',
      'paper',
      ([, bob]) => void Object.assign(bob!, { salt: null }),
      'players[1].salt',
    ],
    [
      'a stake that was not made',
      'rock',
      'paper',
      ([ada]) => void Object.assign(ada!, { commit: null }),
      'players[0].commit',
    ],
    ['one alone', 'rock', 'paper', (players) => void players.pop(), 'players'],
    ['a third one', 'rock', 'paper', (players) => void players.push(side('bob', 'rock')), 'players'],
    ['against oneself', 'rock', 'rock', ([ada, bob]) => void Object.assign(bob!, ada), 'players[1].playerId'],
    [
      'a hand shown before the other committed',
      'rock hidden',
      'nothing',
      ([ada]) => void Object.assign(ada!, side('ada', 'rock')),
      'players[0].hand',
    ],
    [
      'a copied commit',
      'rock hidden',
      'paper hidden',
      ([ada, bob]) => void Object.assign(bob!, { commit: ada!.commit }),
      'players[1].commit',
    ],
    [
      'a reveal that was left out',
      'rock',
      'paper',
      ([, bob]) => void Object.assign(bob!, { hand: null, salt: null }),
      'outcome',
    ],
  ])('%s', (_what, ada, bob, change, field) => {
    const copy = recalled('ada', ada, bob);
    change((copy.proof.inputs as MatchInputs).players);
    expect(fieldOf(verifyPlayed(copy, rps))).toContain(field);
  });

  test('a match is no game of a seed pair', () => {
    expect(verifyPair([game], () => rps, NO_GAMES).verdict).toMatchObject({
      valid: false,
      field: 'games[0].game',
    });
  });
});
