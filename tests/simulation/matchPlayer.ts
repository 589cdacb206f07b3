import { setTimeout as pause } from 'node:timers/promises';
import { type Fairground, FairgroundError, type RpsMatch } from '../../client/sdk/index.ts';
import { HANDS } from '../../domain/protocol/rps.ts';
import { newGuest } from './newGuest.ts';

/** How long a player thinks, at most. */
const LONGEST_MS = 60;
/** Refusals that are fair here: the opponent left first, or the match ended. And an answer that never came. */
const EXPECTED = new Set(['outdated', 'too_late', 'round_closed', 'outcome_unknown']);

/** A guest who plays match after match at one stake, with whomever the server finds. */
export class MatchPlayer {
  readonly fairground: Fairground;
  /** Ids of the matches in which the server said that the stake is held. */
  readonly acknowledged: string[] = [];
  /** Commits that were answered or fairly refused. */
  turns = 0;
  readonly #match: RpsMatch;
  readonly #random: () => number;
  #committing = false;
  /** Begins no match any more, but commits where the opponent has. */
  #resting = false;
  #left = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(fairground: Fairground, betCoins: number, random: () => number) {
    this.fairground = fairground;
    this.#match = fairground.rpsMatch(betCoins);
    this.#random = random;
  }

  static async join(url: string, betCoins: number, random: () => number): Promise<MatchPlayer> {
    const fairground = await newGuest(url);
    const player = new MatchPlayer(fairground, betCoins, random);
    await player.#match.joined();
    return player;
  }

  start(): void {
    this.#running = this.#loop();
  }

  rest(): void {
    this.#resting = true;
  }

  /** Nothing of this player's is at stake, or about to be. */
  get isAtRest(): boolean {
    const match = this.#match.match.value;
    const stands = match !== null && (match.you.committed || match.other.committed);
    return this.#resting && !this.#committing && !stands && this.#match.status.value.state === 'live';
  }

  /** Commits any hand in the match that is open, or opens next. */
  async commitOnce(): Promise<void> {
    while (this.#match.match.value?.phase !== 'committing') await pause(5);
    await this.#commit();
  }

  /** Leaves for good. Throws what the server should not have answered. */
  async leave(): Promise<void> {
    this.#left = true;
    await this.#running;
    await this.fairground.close();
  }

  async #loop(): Promise<void> {
    while (!this.#left) {
      await pause(this.#random() * LONGEST_MS);
      if (!this.#mayCommit()) continue;
      this.#committing = true;
      try {
        await this.#commit();
      } catch (error) {
        if (!(error instanceof FairgroundError) || !EXPECTED.has(error.code)) throw error;
      }
      this.#committing = false;
      this.turns += 1;
    }
  }

  #mayCommit(): boolean {
    const match = this.#match.match.value;
    if (match?.phase !== 'committing' || match.you.committed) return false;
    return !this.#resting || match.other.committed;
  }

  async #commit(): Promise<void> {
    const hand = HANDS[Math.floor(this.#random() * HANDS.length)]!;
    const { matchId } = await this.#match.commit(hand);
    this.acknowledged.push(matchId);
  }
}
