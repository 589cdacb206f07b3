import { verifyPlayed } from '../../domain/fairness/verifyPlayed.ts';
import type { PlayedGame } from '../../domain/games/records.ts';
import type { MatchInputs, MatchOutcome } from '../../domain/rps/ending.ts';
import rps from '../../domain/rps/rps.data.ts';
import { booksOf, unpairedGames } from './books.ts';
import type { MatchPlayer } from './matchPlayer.ts';
import { pagesOf } from './pagesOf.ts';

export interface MatchesAudit {
  players: PlayerAudit[];
  /** Why each match ended, by its id. */
  reasons: Map<string, MatchOutcome['reason']>;
  /** Matches without exactly one record for each stake, or whose nets do not add up to the fee, or to nothing. */
  unsettled: string[];
}

/** What the routes tell of a player beside what the player was told. */
interface PlayerAudit {
  acknowledged: number;
  matches: number;
  /** Acknowledged matches that the history does not have exactly once. */
  lost: string[];
  /** Stakes without their record, and records without their one stake. */
  unpaired: string[];
  /** What the ledger paid for matches, less what their records say, in payments and in coins. */
  overpaid: { times: number; coins: number };
  /** What the ledger's lines and the balance differ by. */
  differenceCoins: number;
  /** What the verifier does not accept. */
  refused: string[];
}

type MatchRecord = Extract<PlayedGame, { game: 'rps_match' }> & {
  proof: { inputs: MatchInputs };
  outcome: MatchOutcome;
};

/** Checks all matches of players who have played with each other only. */
export async function auditMatches(players: readonly MatchPlayer[]): Promise<MatchesAudit> {
  const matches = new Map<string, MatchRecord[]>();
  const audits: PlayerAudit[] = [];
  for (const player of players) {
    const records = await recordsOf(player);
    audits.push(await auditPlayer(player, records));
    for (const record of records) {
      const { matchId } = record.proof;
      matches.set(matchId, [...(matches.get(matchId) ?? []), record]);
    }
  }
  return {
    players: audits,
    reasons: new Map([...matches].map(([matchId, [record]]) => [matchId, record!.outcome.reason])),
    unsettled: [...matches].filter(([, records]) => !isSettled(records)).map(([matchId]) => matchId),
  };
}

async function recordsOf({ fairground }: MatchPlayer): Promise<MatchRecord[]> {
  const records: MatchRecord[] = [];
  for await (const { gameId } of pagesOf((page) => fairground.history(page))) {
    records.push((await fairground.game(gameId)) as MatchRecord);
  }
  return records;
}

async function auditPlayer(
  { fairground, acknowledged }: MatchPlayer,
  records: MatchRecord[],
): Promise<PlayerAudit> {
  const books = await booksOf(fairground);
  const payments = books.lines.filter(({ kind }) => kind === 'rps.finish');
  const paid = records.filter(({ payoutCoins }) => payoutCoins > 0);
  const refused: string[] = [];
  for (const record of records) {
    const { odds } = await fairground.oddsByHash(record.oddsHash);
    const verdict = verifyPlayed(record, odds, record.gameId);
    if (!verdict.valid) refused.push(`${record.gameId}: ${verdict.field} ${verdict.reason}`);
  }
  return {
    acknowledged: acknowledged.length,
    matches: records.length,
    lost: acknowledged.filter(
      (matchId) => records.filter(({ proof }) => proof.matchId === matchId).length !== 1,
    ),
    unpaired: unpairedGames(books, new Set(records.map(({ gameId }) => gameId))),
    overpaid: {
      times: payments.length - paid.length,
      coins:
        payments.reduce((sum, { amountCoins }) => sum + amountCoins, 0) -
        paid.reduce((sum, { payoutCoins }) => sum + payoutCoins, 0),
    },
    differenceCoins: books.differenceCoins,
    refused,
  };
}

/** Every player who committed has a record, and together they lost the fee if one of them won, else nothing. */
function isSettled(records: readonly MatchRecord[]): boolean {
  const staked = records[0]!.proof.inputs.players.filter(({ commit }) => commit !== null);
  const stakesCoins = records.reduce((sum, { betCoins }) => sum + betCoins, 0);
  const netCoins = records.reduce((sum, record) => sum + record.netCoins, 0);
  const isWon = records.some(({ outcome }) => outcome.outcome === 'win');
  const feeCoins = isWon ? (stakesCoins * rps.match.feeHundredths) / 100 : 0;
  return records.length === staked.length && netCoins + feeCoins === 0;
}
