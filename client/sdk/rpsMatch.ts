import { bytesToHex } from '../../domain/fairness/sha256.ts';
import type {
  CommitAnswer,
  Hand,
  MatchMessage,
  MatchResultMessage,
  RevealAnswer,
} from '../../domain/protocol/rps.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import { FairgroundError } from './errors.ts';
import type { HttpDefaults } from './http.ts';
import { type KeptHand, type KeptHands, matchHands } from './matchHands.ts';
import { PlayRoom, type PlayRoomOptions } from './roomSession.ts';
import type { SessionStore } from './sessionStore.ts';
import { Observable, type Readable } from './signal.ts';

const SALT_BYTES = 32;

export interface RpsMatchOptions extends PlayRoomOptions {
  betCoins: number;
  playerId: string;
  /** Where hands are kept from commit to result, so that a reloaded page can still reveal. */
  hands: SessionStore;
}

/**
 * Rock-paper-scissors between two players. A hand is committed as `SHA-256(matchId|playerId|hand|salt)` with a
 * salt made here, and revealed by itself once both have committed. The room goes on with the next match.
 */
export class RpsMatch extends PlayRoom {
  readonly betCoins: number;
  readonly #playerId: string;
  readonly #kept: KeptHands;
  readonly #match = new Observable<MatchMessage | null>(null);
  readonly #result = new Observable<MatchResultMessage | null>(null);
  readonly #hand = new Observable<Hand | null>(null);
  readonly #problem = new Observable<FairgroundError | null>(null);
  #committing: { matchId: string; answer: Promise<CommitAnswer> } | null = null;
  #revealing: string | null = null;

  constructor(http: HttpDefaults, options: RpsMatchOptions) {
    super(http, options, { name: 'rps_match', joinOptions: { betCoins: options.betCoins } });
    this.betCoins = options.betCoins;
    this.#playerId = options.playerId;
    this.#kept = matchHands(options.hands);
  }

  /** The open match; null until the room has told it, and after its result until the next one. */
  get match(): Readable<MatchMessage | null> {
    return this.#match;
  }

  /** How the last match ended. */
  get result(): Readable<MatchResultMessage | null> {
    return this.#result;
  }

  /** The hand committed in the open match, as this device knows it. */
  get hand(): Readable<Hand | null> {
    return this.#hand;
  }

  /** Why a reveal did not go through; null when all is well. */
  get problem(): Readable<FairgroundError | null> {
    return this.#problem;
  }

  /** Commits a hand in the open match; the stake is held from then on. One hand a match: a repeat is the first one. */
  async commit(hand: Hand): Promise<CommitAnswer> {
    const match = this.#match.value;
    if (match?.phase !== 'committing') throw new FairgroundError('round_closed');
    return this.#commit(this.#kept.of(match.matchId) ?? this.#newHand(match.matchId, hand));
  }

  protected override message(type: string, payload: unknown): void {
    if (type === 'match') this.#matchChanged(payload as MatchMessage);
    else if (type === 'result') this.#ended(payload as MatchResultMessage);
  }

  #newHand(matchId: string, hand: Hand): KeptHand {
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
    const kept = { matchId, key: crypto.randomUUID(), hand, salt };
    this.#kept.keep(kept);
    return kept;
  }

  #commit(kept: KeptHand): Promise<CommitAnswer> {
    if (this.#committing?.matchId === kept.matchId) return this.#committing.answer;
    this.#hand.set(kept.hand);
    const { matchId, key } = kept;
    const commit = commitOf(matchId, this.#playerId, kept.hand, kept.salt);
    const answer = this.ask<CommitAnswer>('commit', { key, commit, matchId }).catch((error: unknown) => {
      // A refusal binds nothing: another hand may be committed. Without an answer this one may stand.
      if (!(error instanceof FairgroundError) || error.code !== 'outcome_unknown') {
        this.#kept.drop(kept.matchId);
        this.#hand.set(null);
      }
      throw error;
    });
    this.#committing = { matchId: kept.matchId, answer };
    const done = () => {
      this.#committing = null;
    };
    answer.then(done, done);
    return answer;
  }

  #matchChanged(match: MatchMessage): void {
    const kept = this.#kept.of(match.matchId);
    this.#match.set(match);
    this.#hand.set(kept?.hand ?? null);
    if (!kept) return;
    // The page was reloaded before the answer came: the same key asks what became of it.
    if (match.phase === 'committing' && !match.you.committed) {
      this.#commit(kept).catch((error: FairgroundError) => this.#problem.set(error));
    }
    if (match.phase === 'revealing' && match.you.committed && !match.you.revealed) void this.#reveal(kept);
  }

  async #reveal({ matchId, hand, salt }: KeptHand): Promise<void> {
    if (this.#revealing === matchId) return;
    this.#revealing = matchId;
    try {
      await this.ask<RevealAnswer & { balanceCoins?: number }>('reveal', { hand, salt });
      this.#problem.set(null);
    } catch (error) {
      // The match may have ended meanwhile: then its result says all there is to say.
      if (this.#match.value?.matchId === matchId) this.#problem.set(error as FairgroundError);
    } finally {
      this.#revealing = null;
    }
  }

  #ended(result: MatchResultMessage): void {
    this.#kept.drop(result.matchId);
    this.#problem.set(null);
    if (this.#match.value?.matchId === result.matchId) {
      this.#match.set(null);
      this.#hand.set(null);
    }
    this.#result.set(result);
    this.options.onBalance(result.balanceCoins);
  }
}
