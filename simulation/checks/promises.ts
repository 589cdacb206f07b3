import { documentKey } from '../../db/stores/memoryLedger.ts';
import type { EventDraft } from '../../domain/events/event.ts';
import type { OwnBet } from '../../domain/protocol/crash.ts';
import type { MatchResultMessage } from '../../domain/protocol/rps.ts';
import type { Match } from '../../domain/rps/match.ts';
import type { Tables } from '../database/tables.ts';
import type { Intent } from '../players/intent.ts';
import type { Books } from './books.ts';
import type { Watch } from './watch.ts';

/** What players were told, held against what is committed at that very moment (SI3), and against what they were told before (SI6). */
export class Promises {
  readonly #tables: Tables;
  readonly #books: Books;
  readonly #watch: Watch;

  constructor(tables: Tables, books: Books, watch: Watch) {
    this.#tables = tables;
    this.#books = books;
    this.#watch = watch;
    watch.onTold = (draft) => this.told(draft);
  }

  /** The answer leaves its room. */
  answered(intent: Intent, answer: unknown): void {
    // An event may have committed and answered at once: what was written is read first.
    this.#books.look();
    const text = JSON.stringify(answer);
    if (intent.answer !== null && intent.answer !== text && intent.type !== 'reveal') {
      this.#watch.violated('SI6', `${intent.type} was answered ${intent.answer}, and then ${text}`);
    }
    intent.answer = text;
    const missing = this.missing(intent, answer as Record<string, unknown>);
    if (missing !== null) this.#watch.violated('SI3', `${intent.type} is answered ${text}, but ${missing}`);
  }

  /** What of an answer is not in the store; null: all is. */
  missing(intent: Intent, answer: Record<string, unknown>): string | null {
    const { ledger } = this.#tables;
    if (intent.ledgerKey !== null && !this.#books.posted.has(intent.ledgerKey))
      return 'its stake is not booked';
    switch (intent.type) {
      case 'bet': {
        const bet = ledger.bets.get(answer.betId as string);
        return bet?.playerId === intent.playerId && bet.amountCoins === intent.body.amountCoins
          ? null
          : 'there is no such bet';
      }
      case 'cancel':
        return ledger.ends.get(intent.body.betId as string)?.end === 'cancelled'
          ? null
          : 'the bet is not cancelled';
      case 'cashout': {
        const end = ledger.ends.get(intent.body.betId as string);
        const stands =
          end?.end === 'cashed' &&
          end.payoutCoins === answer.payoutCoins &&
          end.atHundredths === answer.atHundredths;
        return stands ? null : 'the cash-out is not booked';
      }
      case 'spin':
      case 'throw':
      case 'pull': {
        const game = ledger.games.get(answer.gameId as string);
        return game?.playerId === intent.playerId && game.pair?.nonce === answer.nonce
          ? null
          : 'there is no such game';
      }
      case 'reveal':
        return this.#isRevealed(intent, answer.matchId as string) ? null : 'the hand is not stored';
      default:
        return null;
    }
  }

  /** A message leaves a room by itself. */
  sent(type: string, message: unknown): void {
    const { ledger } = this.#tables;
    if (type === 'bet') {
      const { betId, state, game } = message as OwnBet;
      const end = ledger.ends.get(betId)?.end;
      const bet = ledger.bets.get(betId);
      const isTrue =
        state === 'open'
          ? bet !== undefined
          : state === 'lost'
            ? end === undefined && this.#isSettled(bet!.table, game)
            : end === state;
      if (!isTrue) this.#watch.violated('SI3', `bet ${betId} is shown as ${state}, and is not`);
    }
    if (type === 'result') {
      const { gameId, payoutCoins } = message as MatchResultMessage;
      if (gameId !== '' && ledger.games.get(gameId)?.payoutCoins !== payoutCoins) {
        this.#watch.violated('SI3', `a match is shown as ended, and game ${gameId} is not recorded so`);
      }
    }
  }

  /** An event for the monitor. */
  told({ type, data }: EventDraft): void {
    const { bets, ends, games } = this.#tables.ledger;
    const about = data as Record<string, unknown>;
    const isTrue = () => {
      switch (type) {
        case 'crash.bet':
          return bets.has(about.betId as string);
        case 'crash.cancel':
        case 'crash.cashout':
          return ends.has(about.betId as string);
        case 'crash.bust':
          return this.#isSettled(about.table as string, about.game as number);
        case 'slots.spin':
        case 'gacha.pull':
        case 'rps.throw':
          return games.has(about.gameId as string);
        default:
          return true;
      }
    };
    if (!isTrue())
      this.#watch.violated('SI3', `${type} is told before it is committed: ${JSON.stringify(data)}`);
  }

  #isSettled(table: string, game: number): boolean {
    return this.#tables.round(table, game)?.phase === 'settled';
  }

  #isRevealed({ playerId, body }: Intent, matchId: string): boolean {
    const document = this.#tables.ledger.states.get(documentKey({ ownerId: matchId, scope: 'rps_match' }));
    if (document !== undefined) {
      const { players } = JSON.parse(document.state) as Match;
      return players.find((player) => player.playerId === playerId)?.reveal?.hand === body.hand;
    }
    for (const game of this.#tables.ledger.games.values()) {
      if (game.playerId !== playerId || game.game !== 'rps_match') continue;
      const { matchId: of } = JSON.parse(game.inputs) as { matchId: string };
      if (of === matchId)
        return (JSON.parse(game.outcome) as { hands: { you: string } }).hands.you === body.hand;
    }
    return false;
  }
}
