import { assert } from '../../domain/assert.ts';
import { canonicalJson } from '../../domain/canonicalJson.ts';
import type { Played } from '../../domain/games/played.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import type { GameRecordRow, LedgerItem, Leg, StateChange } from '../../domain/ledger/port.ts';
import type { MatchOutcome } from '../../domain/rps/ending.ts';
import { dueAtMs, type Match, type MatchPlayer } from '../../domain/rps/match.ts';
import { MATCH_SCOPE, playerDocument } from './matchStore.ts';

const ESCROW = SYSTEM_ACCOUNTS['escrow.rps.coins'];
const HOUSE = SYSTEM_ACCOUNTS['house.rps.coins'];

/** What a player's key is bound to: that request, and the commit, which says for which match. */
export interface StakeIdentity {
  key: string;
  fingerprint: bigint;
}

export function stakeIdentity(playerId: string, clientKey: string, commit: string): StakeIdentity {
  return {
    key: operationKey('player', playerId, 'rps.stake', clientKey),
    fingerprint: bodyFingerprint({ commit }),
  };
}

/** A stake and its commit in one: `after` is the match with the player's commit in it. */
export function stakeItem(
  before: Match,
  after: Match,
  player: MatchPlayer,
  { key, fingerprint }: StakeIdentity,
): LedgerItem {
  return {
    key,
    fingerprint,
    kind: 'rps.stake',
    legs: [{ debitAccountId: player.accountId, creditAccountId: ESCROW, amount: after.betCoins }],
    answerAccountId: player.accountId,
    ref: player.gameId,
    claim: null,
    row: {
      type: 'play',
      pair: null,
      states: [
        matchChange(before, after),
        playerChange(player.playerId, null, playerDocument(after.matchId)),
      ],
      stock: [],
      games: [],
    },
  };
}

/** A player's game of a finished match, with the transfer that took its stake. */
export interface StakedGame {
  player: MatchPlayer;
  stakeTransferId: number;
  played: Played<MatchOutcome>;
}

/**
 * The end of a match: all stakes leave escrow, its documents go, the games are recorded. One key a match, so that
 * of two who finish it one does.
 * @param stored as the document is, which may be one reveal behind what the games were computed from
 */
export function finishItem(stored: Match, staked: readonly StakedGame[], endedAtMs: number): LedgerItem {
  const { matchId } = stored;
  const paid = staked.filter(({ played }) => played.payoutCoins > 0);
  const payouts = paid.map(({ player, played }) => ({
    debitAccountId: ESCROW,
    creditAccountId: player.accountId,
    amount: played.payoutCoins,
  }));
  const [first, ...others] = [...payouts, ...feeLegs(staked)];
  assert(first !== undefined, `match ${matchId} is finished without a stake`);
  return {
    key: operationKey('system', matchId, 'rps.finish', ''),
    fingerprint: bodyFingerprint({ matchId }),
    kind: 'rps.finish',
    legs: [first, ...others],
    answerAccountId: first.creditAccountId,
    ref: matchId,
    claim: null,
    row: {
      type: 'play',
      pair: null,
      states: [
        matchChange(stored, null),
        ...staked.map(({ player }) => playerChange(player.playerId, playerDocument(matchId), null)),
      ],
      stock: [],
      games: staked.map((game) => recordOf(stored, game, paid.indexOf(game), endedAtMs)),
    },
  };
}

/** What is left of the stakes once the winner is paid. */
function feeLegs(staked: readonly StakedGame[]): Leg[] {
  const leftCoins = staked.reduce((sum, { played }) => sum + played.betCoins - played.payoutCoins, 0);
  assert(leftCoins >= 0, 'a match pays more than was staked');
  return leftCoins === 0 ? [] : [{ debitAccountId: ESCROW, creditAccountId: HOUSE, amount: leftCoins }];
}

function recordOf(match: Match, game: StakedGame, leg: number, endedAtMs: number): GameRecordRow {
  const { player, stakeTransferId, played } = game;
  return {
    gameId: player.gameId,
    playerId: player.playerId,
    game: 'rps_match',
    variant: 'match',
    sessionId: null,
    pair: null,
    betCoins: played.betCoins,
    payoutCoins: played.payoutCoins,
    startedAtMs: match.startedAtMs,
    endedAtMs,
    oddsHash: match.oddsHash,
    inputs: canonicalJson(played.inputs),
    outcome: canonicalJson(played.outcome),
    tally: canonicalJson(played.tally),
    stakeTransferId,
    payoutLeg: leg < 0 ? null : leg,
  };
}

function matchChange(before: Match, after: Match | null): StateChange {
  return {
    ownerId: before.matchId,
    scope: MATCH_SCOPE,
    before: before.startedAtMs === 0 ? null : canonicalJson(before),
    after: after === null ? null : canonicalJson(after),
    dueAtMs: after === null ? null : dueAtMs(after),
  };
}

function playerChange(playerId: string, before: string | null, after: string | null): StateChange {
  return { ownerId: playerId, scope: MATCH_SCOPE, before, after, dueAtMs: null };
}
