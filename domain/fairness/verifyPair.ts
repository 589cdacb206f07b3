import type { GachaBanner } from '../gacha/banner.ts';
import { newest } from '../gacha/drawPulls.ts';
import { NO_PULLS, pityOf } from '../gacha/state.ts';
import type { GachaOutcome } from '../protocol/gacha.ts';
import type { SlotsOutcome } from '../protocol/slots.ts';
import type { SlotMachine } from '../slots/machine.ts';
import { streakScope } from '../slots/streak.ts';
import { firstDifference } from './firstDifference.ts';
import { isObject } from './form.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import { type CheckedGame, checkPlayedForm, type PairGame } from './playedForm.ts';
import { byTable, checkOdds } from './replayGame.ts';
import { inTurn, type VerdictOf } from './verdict.ts';

type PairCheck = 'form' | 'nonces' | 'inputs';
export type PairVerdict = VerdictOf<PairCheck>;

/** What a player's games left behind: where the next one has to start from. */
export interface Standings {
  /** Wins in a row, by machine and stake. */
  streaks: ReadonlyMap<string, number>;
  /** By banner. */
  pulls: ReadonlyMap<string, Pulls>;
}
interface Pulls {
  pity: number;
  recent: readonly string[];
}

/** Before a player's first game. */
export const NO_GAMES: Standings = { streaks: new Map(), pulls: new Map() };

/** While a pair is checked; `isComplete`: what isn't in here has not been played before. */
interface Tracked {
  streaks: Map<string, number>;
  pulls: Map<string, Pulls>;
  isComplete: boolean;
}

/**
 * Checks all games of one seed pair against each other, in the order of their nonces: that there is one game for each
 * nonce from 0, all of the same seeds, and that each started from what the one before it left: streak, pity, recent
 * items. It needs no revealed seed; that each game follows from the seeds is `verifyPlayed`'s.
 * @param oddsOf the odds table with this hash, any JSON
 * @param before what the player's earlier pairs left: `after` of the pair before, `NO_GAMES` for the first one; null:
 *   not known, then the first game of each kind is taken as it is
 * @returns paths start with the game's place in the list, as in `games[3].proof.inputs.streak`
 */
export function verifyPair(
  games: readonly unknown[],
  oddsOf: (oddsHash: string) => unknown,
  before: Standings | null,
): { verdict: PairVerdict; after: Standings } {
  const after: Tracked = {
    streaks: new Map(before?.streaks),
    pulls: new Map(before?.pulls),
    isComplete: before !== null,
  };
  const pair = games as readonly PairGame[];
  const verdict = inTurn<PairCheck>([
    {
      name: 'form',
      check: () => first(games, checkPairForm),
      held: () => ({ detail: `${games.length} games.`, facts: { games: games.length } }),
    },
    {
      name: 'nonces',
      check: () => first(pair, (game, nonce) => checkPlace(game, nonce, pair[0]!)),
      held: () => ({
        detail: `One game for each nonce from 0 to ${games.length - 1}, all of the same seeds.`,
        facts: { games: games.length },
      }),
    },
    {
      name: 'inputs',
      check: () => first(pair, (game) => checkInputs(game, oddsOf(game.oddsHash), after)),
      held: () => ({
        detail: 'Each game started from what the one before it left.',
        facts: { streaks: after.streaks.size, banners: after.pulls.size },
      }),
    },
  ]);
  return { verdict, after };
}

function first<T>(games: readonly T[], check: (game: T, index: number) => Mismatch | null): Mismatch | null {
  for (const [index, game] of games.entries()) {
    const found = check(game, index);
    if (found !== null) return mismatch(`games[${index}].${found.field}`, found.reason);
  }
  return null;
}

function checkPairForm(game: unknown): Mismatch | null {
  const found = checkPlayedForm(game);
  if (found !== null) return found;
  const { game: name } = game as CheckedGame;
  return name === 'rps_match' ? mismatch('game', 'is not one of a seed pair') : null;
}

function checkPlace({ playerId, proof }: PairGame, nonce: number, shared: PairGame): Mismatch | null {
  const otherPlayer = firstDifference('playerId', playerId, shared.playerId);
  if (otherPlayer !== null) return otherPlayer;
  for (const field of ['pairId', 'serverSeedHash', 'clientSeed'] as const) {
    const found = firstDifference(`proof.${field}`, proof[field], shared.proof[field]);
    if (found !== null) return found;
  }
  if (proof.nonce === nonce) return null;
  const reason = proof.nonce < nonce ? 'is there twice' : `follows ${nonce - 1}: a game is missing`;
  return mismatch('proof.nonce', nonce === 0 ? 'is not 0: a game is missing' : reason);
}

function checkInputs(game: PairGame, odds: unknown, tracked: Tracked): Mismatch | null {
  const wrongTable = checkOdds(game, odds);
  if (wrongTable !== null) return wrongTable;
  return byTable(
    () => {
      if (game.game === 'slots') return checkStreak(game, odds as SlotMachine, tracked);
      if (game.game === 'gacha') return checkPulls(game, odds as GachaBanner, tracked);
      return null;
    },
    (found) => found,
  );
}

function checkStreak(
  game: PairGame,
  machine: SlotMachine,
  { streaks, isComplete }: Tracked,
): Mismatch | null {
  const scope = streakScope(machine, game.betCoins);
  if (scope === null) return null;
  const streak = streaks.get(scope) ?? (isComplete ? 0 : null);
  streaks.set(scope, (game.outcome as SlotsOutcome).streak);
  return streak === null ? null : firstDifference('proof.inputs', game.proof.inputs, { streak });
}

function checkPulls(game: PairGame, banner: GachaBanner, { pulls, isComplete }: Tracked): Mismatch | null {
  const known = pulls.get(banner.banner) ?? (isComplete ? NO_PULLS : null);
  const inputs = game.proof.inputs as unknown as Pulls;
  const { items, pity } = game.outcome as GachaOutcome;
  if (!Array.isArray(inputs.recent)) return mismatch('proof.inputs.recent', 'is not a list');
  if (!Array.isArray(items) || !items.every(isObject)) return mismatch('outcome.items', 'are no items');
  const recent = newest([...inputs.recent, ...items.map(({ item }) => item)], banner.recent.window);
  pulls.set(banner.banner, { pity, recent });
  if (known === null) return null;
  // A banner may have been changed since the last pull: what that left counts as far as the table of now lets it.
  return (
    firstDifference('proof.inputs.pity', inputs.pity, pityOf(banner, { ...NO_PULLS, pity: known.pity })) ??
    firstDifference('proof.inputs.recent', inputs.recent, newest(known.recent, banner.recent.window))
  );
}
