import type { Account } from '../accounts.ts';
import { Line } from '../line.ts';
import { count, countNow, countRejection, took } from '../measures.ts';
import { Purse } from '../purse.ts';

/** One player's game in a room of their own. */
export interface Solitaire<Answer> {
  room: string;
  options: Record<string, string>;
  request: string;
  /** What goes with the key. */
  body: Record<string, number>;
  time: 'spin_ms' | 'pull_ms';
  /** Coins that the player has won (or lost) by it. */
  gainOf(answer: Answer): number;
  onAnswer?(answer: Answer): void;
}

/** Codes by which a player learns that there is no more to play. */
const ENDS = new Set(['insufficient_funds', 'daily_gacha_limit', 'limit_exceeded', 'forbidden']);

/** Plays one game at a time: a key each, and the same one again until its answer is there. */
export class SolitairePlayer<Answer> {
  readonly purse: Purse;
  readonly #game: Solitaire<Answer>;
  readonly #line: Line;
  #busy = false;
  #done = false;

  constructor(game: Solitaire<Answer>, { playerId, token }: Account) {
    this.#game = game;
    this.purse = new Purse(playerId);
    this.#line = new Line({ room: game.room, options: game.options, token });
  }

  get isFree(): boolean {
    return !this.#busy && !this.#done;
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  async sit(): Promise<boolean> {
    const seated = await this.#line.open();
    count(seated ? 'players_seated' : 'players_unseated');
    // The first game makes the player's seed pairs: it is not what is measured.
    if (seated) await this.play();
    return seated;
  }

  async play(): Promise<void> {
    const { request, body, time, gainOf, onAnswer } = this.#game;
    this.#busy = true;
    this.purse.open += 1;
    const askedAtMs = Date.now();
    const answer = await this.#line.ask<Answer>(request, { key: crypto.randomUUID(), ...body });
    this.#busy = false;
    if (answer.ok) {
      took(time, askedAtMs);
      countNow('games', askedAtMs);
      this.purse.coins += gainOf(answer.value);
      onAnswer?.(answer.value);
    } else {
      countRejection(answer.error.code);
      if (ENDS.has(answer.error.code)) this.#done = true;
    }
    if (answer.ok || answer.error.code !== 'unreachable') this.purse.open -= 1;
  }

  drop(awayMs: number): void {
    this.#line.drop(awayMs);
  }

  leave(): Promise<void> {
    return this.#line.end();
  }
}
