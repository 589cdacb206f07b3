import { canonicalJson, type JsonValue } from '../../domain/canonicalJson.ts';
import type { EventDraft } from '../../domain/events/event.ts';
import type { Played } from '../../domain/games/played.ts';
import type { ActivePair } from '../../domain/games/seeds.ts';
import type { Player } from '../../domain/identity/port.ts';
import type { LedgerItem, Leg, StateChange, StockUse, TransferKind } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import type { BannerStock } from './bannerStock.ts';
import type { Documents } from './playerDesk.ts';

/** One game that a player asked for. */
export interface GameOrder<Outcome> {
  player: Player;
  sessionId: string;
  kind: Extract<TransferKind, 'slots.spin' | 'gacha.pull' | 'rps.throw'>;
  game: 'slots' | 'gacha' | 'rps';
  /** The machine or banner; `house` for rock-paper-scissors. */
  variant: string;
  oddsHash: string;
  houseAccountId: number;
  /** The client's own key, and what it is bound to. */
  clientKey: string;
  body: JsonValue;
  /** What it costs, if the rules allow it. */
  stakeCoins: number;
  /** Documents that the game depends on. */
  scopes: readonly string[];
  /** Limited items that it depends on. */
  stock: BannerStock | null;
  /** Whether the rules allow it. Nothing is drawn for what they refuse. */
  check(seen: Seen): Result<unknown>;
  /** The game by what is known now, which was checked. Called again when that was outdated. */
  compute(seen: Seen): ComputedGame<Outcome>;
  /** What is told of the game once it is committed; by what it was computed from, before that is brought up to date. */
  event(gameId: string, played: Played<Outcome>, seen: Seen): GameNews;
}

/** An event without its player. */
export type GameNews = {
  [Type in 'slots.spin' | 'gacha.pull' | 'rps.throw']: Pick<EventDraft<Type>, 'type' | 'data'>;
}['slots.spin' | 'gacha.pull' | 'rps.throw'];

/** What a game is computed from. */
export interface Seen {
  pair: ActivePair;
  documents: Documents;
  left: ReadonlyMap<string, number>;
  nowMs: number;
}

export interface ComputedGame<Outcome> {
  played: Played<Outcome>;
  /** Documents asserted and changed: scope, before, after. */
  states: readonly Pick<StateChange, 'scope' | 'before' | 'after'>[];
  stock: readonly StockUse[];
}

/** A finished game: just committed, or found under its key. */
export interface FinishedGame<Outcome> {
  gameId: string;
  nonce: number;
  betCoins: number;
  payoutCoins: number;
  inputs: unknown;
  outcome: Outcome;
  balanceCoins: number;
}

/** One item of the ledger: stake, payout, nonce, documents, stock and record, all or nothing. */
export function gameItem<Outcome>(
  order: GameOrder<Outcome>,
  identity: { key: string; fingerprint: bigint },
  gameId: string,
  seen: Seen,
  { played, states, stock }: ComputedGame<Outcome>,
  startedAtMs: number,
): LedgerItem {
  const { player, houseAccountId } = order;
  const accountId = player.accounts.coins;
  const { pairId, nonce } = seen.pair;
  const { betCoins, payoutCoins } = played;
  const stake: Leg = { debitAccountId: accountId, creditAccountId: houseAccountId, amount: betCoins };
  const payout: Leg = { debitAccountId: houseAccountId, creditAccountId: accountId, amount: payoutCoins };
  return {
    key: identity.key,
    fingerprint: identity.fingerprint,
    kind: order.kind,
    legs: payoutCoins > 0 ? [stake, payout] : [stake],
    answerAccountId: accountId,
    ref: gameId,
    claim: null,
    row: {
      type: 'play',
      pair: { pairId, nonce },
      states: states.map((change) => ({ ownerId: player.id, dueAtMs: null, ...change })),
      stock,
      games: [
        {
          gameId,
          playerId: player.id,
          game: order.game,
          variant: order.variant,
          sessionId: order.sessionId,
          pair: { pairId, nonce },
          betCoins,
          payoutCoins,
          startedAtMs,
          endedAtMs: seen.nowMs,
          oddsHash: order.oddsHash,
          inputs: canonicalJson(played.inputs),
          outcome: JSON.stringify(played.outcome),
          tally: JSON.stringify(played.tally),
          stakeTransferId: null,
          payoutLeg: payoutCoins > 0 ? 1 : null,
        },
      ],
    },
  };
}
