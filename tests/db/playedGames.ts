import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/open.ts';
import type { ActivePair } from '../../domain/games/seeds.ts';
import type { Player } from '../../domain/identity/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { GameRecordRow, LedgerItem, Posting, StateChange } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import { value } from './crashTable.ts';

const KINDS = { slots: 'slots.spin', gacha: 'gacha.pull', rps: 'rps.throw' } as const;
const ESCROW = SYSTEM_ACCOUNTS['escrow.rps.coins'];

export interface GameToPlay {
  game: 'slots' | 'gacha' | 'rps';
  variant: string;
  betCoins: number;
  payoutCoins: number;
  sessionId?: string;
  endedAtMs?: number;
  inputs?: object;
  outcome?: object;
  tally?: Record<string, number>;
  states?: StateChange[];
}

/** Posts a game as a room does, on the pair given; its outcome is the caller's invention. */
export async function postGame(
  db: Database,
  player: Player,
  pair: Pick<ActivePair, 'pairId' | 'nonce'>,
  played: GameToPlay,
): Promise<{ gameId: string; result: Result<Posting> }> {
  const gameId = randomUUID();
  const house = SYSTEM_ACCOUNTS[`house.${played.game}.coins`];
  const coins = player.accounts.coins;
  const { betCoins, payoutCoins } = played;
  const legs: LedgerItem['legs'] = [{ debitAccountId: coins, creditAccountId: house, amount: betCoins }];
  const payout = { debitAccountId: house, creditAccountId: coins, amount: payoutCoins };
  const endedAtMs = played.endedAtMs ?? Date.now();
  const result = await db.ledger.post({
    ...{ key: randomUUID(), fingerprint: 0n, kind: KINDS[played.game], ref: gameId, claim: null },
    legs: payoutCoins > 0 ? [...legs, payout] : legs,
    answerAccountId: coins,
    row: {
      ...{ type: 'play', pair: { pairId: pair.pairId, nonce: pair.nonce } },
      ...{ states: played.states ?? [], stock: [] },
      games: [
        {
          ...{ gameId, playerId: player.id, game: played.game, variant: played.variant },
          ...{ sessionId: played.sessionId ?? null, pair: { pairId: pair.pairId, nonce: pair.nonce } },
          ...{ betCoins, payoutCoins, startedAtMs: endedAtMs - 1, endedAtMs, oddsHash: 'ab'.repeat(32) },
          inputs: JSON.stringify(played.inputs ?? {}),
          outcome: JSON.stringify(played.outcome ?? {}),
          tally: JSON.stringify(played.tally ?? {}),
          ...{ stakeTransferId: null, payoutLeg: payoutCoins > 0 ? 1 : null },
        },
      ],
    },
  });
  return { gameId, result };
}

/** Plays on the player's active pair, whichever that is. Answers the game's id. */
export async function playGame(db: Database, player: Player, played: GameToPlay): Promise<string> {
  const { gameId, result } = await postGame(
    db,
    player,
    value(await db.seedPairs.activePair(player.id)),
    played,
  );
  value(result);
  return gameId;
}

/** A seat in a match between players: its stake is held, under the id that its game will have. */
export async function stakeMatch(
  db: Database,
  player: Player,
  betCoins: number,
): Promise<{ gameId: string; stakeTransferId: number }> {
  const gameId = randomUUID();
  const coins = player.accounts.coins;
  const posting = value(
    await db.ledger.post({
      ...{ key: randomUUID(), fingerprint: 0n, kind: 'rps.stake', ref: gameId, claim: null, row: null },
      legs: [{ debitAccountId: coins, creditAccountId: ESCROW, amount: betCoins }],
      answerAccountId: coins,
    }),
  );
  return { gameId, stakeTransferId: posting.transferId };
}

/** The first seat's player takes what is held for both. */
export async function finishMatch(
  db: Database,
  matchId: string,
  betCoins: number,
  seats: { player: Player; gameId: string; stakeTransferId: number }[],
): Promise<void> {
  const winner = seats[0]!.player.accounts.coins;
  value(
    await db.ledger.post({
      ...{ key: randomUUID(), fingerprint: 0n, kind: 'rps.finish', ref: matchId, claim: null },
      legs: [{ debitAccountId: ESCROW, creditAccountId: winner, amount: 2 * betCoins }],
      answerAccountId: winner,
      row: {
        ...{ type: 'play', pair: null, states: [], stock: [] },
        games: seats.map(({ player, gameId, stakeTransferId }, seat): GameRecordRow => {
          const won = seat === 0;
          return {
            ...{
              gameId,
              playerId: player.id,
              game: 'rps_match',
              variant: 'match',
              sessionId: null,
              pair: null,
            },
            ...{ betCoins, payoutCoins: won ? 2 * betCoins : 0, startedAtMs: 1, endedAtMs: 2 },
            ...{ oddsHash: 'cd'.repeat(32), inputs: JSON.stringify({ matchId }) },
            ...{ outcome: JSON.stringify({ outcome: won ? 'win' : 'lose' }) },
            ...{ tally: JSON.stringify(won ? { win: 1 } : { lose: 1 }) },
            ...{ stakeTransferId, payoutLeg: won ? 0 : null },
          };
        }),
      },
    }),
  );
}
