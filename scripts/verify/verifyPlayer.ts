import { firstDifference } from '../../domain/fairness/firstDifference.ts';
import { checkPlayedForm } from '../../domain/fairness/playedForm.ts';
import { NO_GAMES, type Standings, verifyPair } from '../../domain/fairness/verifyPair.ts';
import { verifyPlayed } from '../../domain/fairness/verifyPlayed.ts';
import type { PlayedGame, PlayedSummary } from '../../domain/games/records.ts';
import { NothingToCheck } from './httpReader.ts';
import type { PlayerRecords } from './playerRecords.ts';

export type PlayerOutcome =
  | { kind: 'valid'; games: number; pairs: number; matches: number; waiting: number }
  | { kind: 'mismatch'; gameId: string; field: string; reason: string; gamesBefore: number }
  /** `waiting`: games whose seeds are not revealed yet. */
  | { kind: 'nothing'; waiting: number };

type PlayerMismatch = Extract<PlayerOutcome, { kind: 'mismatch' }>;

/** A game drawn from a pair, as it is recalled; its form is the verifier's to check. */
type PairGame = Extract<PlayedGame, { proof: { pairId: string } }>;

/**
 * Checks every finished game of a player's, oldest first: each by playing it again once its seeds are revealed, and
 * all games of each pair against each other, revealed or not. Crash games are public rounds: `verifyTable`'s.
 */
export async function verifyPlayer(records: PlayerRecords): Promise<PlayerOutcome> {
  // Before the history, so that a game played meanwhile is not missed.
  const seeds = await records.seeds();
  const listed = (await records.history()) as PlayedSummary[];
  const pairs = new Map<string, PairGame[]>();
  const tables = new Map<string, unknown>();
  const counted = { games: 0, matches: 0, waiting: 0 };

  for (const summary of listed) {
    const gameId = summary?.gameId;
    if (typeof gameId !== 'string') throw new NothingToCheck('the history has a game without gameId');
    if ((summary.game as string) === 'crash') continue;
    const wrong = (field: string, reason: string): PlayerMismatch => {
      return { kind: 'mismatch', gameId, field, reason, gamesBefore: counted.games };
    };
    const game = (await records.game(gameId)) as PlayedGame | null;
    if (game === null) return wrong('gameId', 'is listed, but is not there');
    const unlike = unlikeSummary(summary, game);
    if (unlike !== null) return wrong(unlike, 'differs between the history and the game');
    const unreadable = checkPlayedForm(game);
    if (unreadable !== null) return wrong(unreadable.field, unreadable.reason);
    const { oddsHash } = game;
    tables.set(oddsHash, await records.odds(oddsHash));
    if (isWaiting(game)) counted.waiting += 1;
    else {
      const verdict = verifyPlayed(game, tables.get(oddsHash), gameId);
      if (!verdict.valid) return wrong(verdict.field, verdict.reason);
      counted.games += 1;
    }
    if (game.game === 'rps_match') counted.matches += 1;
    else pairs.set(game.proof.pairId, [...(pairs.get(game.proof.pairId) ?? []), game]);
  }

  let standings: Standings = NO_GAMES;
  for (const games of pairs.values()) {
    const inOrder = games.toSorted((a, b) => a.proof.nonce - b.proof.nonce);
    const { verdict, after } = verifyPair(inOrder, (oddsHash) => tables.get(oddsHash), standings);
    if (!verdict.valid) return ofPair(inOrder, verdict, counted.games);
    standings = after;
  }
  const missing = missingOfActive(seeds, pairs);
  if (missing !== null) return { ...missing, gamesBefore: counted.games };
  if (counted.games === 0) return { kind: 'nothing', waiting: counted.waiting };
  return { kind: 'valid', pairs: pairs.size, ...counted };
}

function isWaiting(game: PlayedGame): boolean {
  return game.game !== 'rps_match' && (game.proof.serverSeed ?? null) === null;
}

/** The first field in which the history says something else than the game; a seed may be revealed meanwhile. */
function unlikeSummary(summary: PlayedSummary, game: PlayedGame): string | null {
  for (const [field, value] of Object.entries(summary)) {
    const found =
      field === 'proof' && typeof value === 'object' && value !== null
        ? firstDifference(field, { ...game.proof, serverSeed: null }, { ...value, serverSeed: null })
        : firstDifference(field, (game as unknown as Record<string, unknown>)[field], value);
    if (found !== null) return found.field;
  }
  return null;
}

/** The path of a pair's verdict starts with the game's place. */
function ofPair(
  games: readonly PairGame[],
  { field, reason }: { field: string; reason: string },
  gamesBefore: number,
): PlayerMismatch {
  const [, place, path] = /^games\[(\d+)\]\.(.*)$/.exec(field) ?? [];
  const gameId = games[Number(place)]?.gameId ?? '';
  return { kind: 'mismatch', gameId, field: path ?? field, reason, gamesBefore };
}

/** The pair in use has had `nonce` games: so many are in the history at least. */
function missingOfActive(
  seeds: Awaited<ReturnType<PlayerRecords['seeds']>>,
  pairs: ReadonlyMap<string, readonly PairGame[]>,
): Omit<PlayerMismatch, 'gamesBefore'> | null {
  const games = pairs.get(String(seeds.pairId)) ?? [];
  const last = games.at(-1);
  const at = { kind: 'mismatch', gameId: last?.gameId ?? '' } as const;
  if (!(games.length >= Number(seeds.nonce))) {
    const reason = `the pair in use has had ${seeds.nonce} games, the history has ${games.length}`;
    return { ...at, field: 'proof.nonce', reason };
  }
  if (last !== undefined && last.proof.serverSeedHash !== seeds.serverSeedHash) {
    const reason = `the pair in use is now said to have another, ${seeds.serverSeedHash}`;
    return { ...at, field: 'proof.serverSeedHash', reason };
  }
  return null;
}
