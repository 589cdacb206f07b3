import type { Account } from '../accounts.ts';
import { PreparedRequest } from '../colyseus/prepared.ts';
import type { Cursor } from '../colyseus/unpack.ts';
import type { Answer as AnswerOf } from '../colyseus.ts';
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
  /** As much of an answer as is needed. */
  read(from: Cursor): Answer;
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
  readonly #prepared: PreparedRequest;
  #done = false;

  constructor(game: Solitaire<Answer>, { playerId, token }: Account) {
    this.#game = game;
    this.purse = new Purse(playerId);
    this.#prepared = new PreparedRequest(game.request, crypto.randomUUID(), game.body);
    this.#line = new Line({ room: game.room, options: game.options, token });
  }

  /** There is nothing more to play for. */
  get isDone(): boolean {
    return this.#done;
  }

  async sit(): Promise<boolean> {
    const seated = await this.#line.open();
    count(seated ? 'players_seated' : 'players_unseated');
    // The first game makes the player's seed pairs: it is not what is measured.
    if (seated) await new Promise<void>((resolve) => this.play(resolve));
    return seated;
  }

  play(onDone: () => void): void {
    this.purse.open += 1;
    this.#prepared.renew();
    const askedAtMs = Date.now();
    this.#line.askPrepared(this.#prepared, this.#game.read, (answer) => {
      this.#learn(answer, askedAtMs);
      onDone();
    });
  }

  #learn(answer: AnswerOf<Answer>, askedAtMs: number): void {
    const { time, gainOf, onAnswer } = this.#game;
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
