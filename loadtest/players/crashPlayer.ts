import { instantOf } from '../../domain/crash/curve.ts';
import type { CancelAnswer, OwnBet } from '../../domain/protocol/crash.ts';
import type { Account } from '../accounts.ts';
import { agenda } from '../agenda.ts';
import { PreparedRequest } from '../colyseus/prepared.ts';
import { type Cursor, fieldReader } from '../colyseus/unpack.ts';
import type { Room } from '../colyseus.ts';
import { Line } from '../line.ts';
import { count, countNow, countRejection, took } from '../measures.ts';
import { Purse } from '../purse.ts';
import { givesUpAtMs, isMeasured, pause, spread } from '../run.ts';
import { SETTINGS } from '../settings.ts';

const LOWEST_TARGET_HUNDREDTHS = 110;
const TARGETS_HUNDREDTHS = 190;
const SETTLE_AGAIN_MS = 250;

interface Notice {
  sequence: number;
  kind: string;
  data: Partial<OwnBet>;
}

/** Thousands of these come in a moment: what nobody needs of them, receipts above all, stays unread. */
const readBetId = fieldReader('betId') as (from: Cursor) => string;
const readState = fieldReader('state') as (from: Cursor) => OwnBet['state'];
const readPayout = fieldReader('payoutCoins') as (from: Cursor) => number;

/** The end of a bet; coins are 0 unless it was cashed out. */
interface Outcome {
  betId: string;
  payoutCoins: number;
}

/** Null: it has not ended. */
function readOutcome(from: Cursor): Outcome | null {
  const { at } = from;
  const state = readState(from);
  if (state !== 'cashed' && state !== 'lost') return null;
  const payoutCoins = state === 'cashed' ? readPayout(from) : 0;
  from.at = at;
  return { betId: readBetId(from), payoutCoins };
}

/** Bets in every round: every other player cashes out by hand, the others by a target. The first of them (`lobbies`) have a lobby line, too. */
export class CrashPlayer {
  readonly purse: Purse;
  readonly #table: Line;
  readonly #lobby: Line | null;
  readonly #place: number;
  readonly #stakeCoins: number;
  readonly #bet: PreparedRequest;
  /** Stakes whose end is not known yet, by bet. */
  readonly #open = new Map<string, number>();
  #rounds = 0;
  #game = 0;
  #betId = '';
  /** A bet was asked for, and is not answered. */
  #betting = false;
  #leaving = false;

  constructor(place: number, { playerId, token }: Account, table: string, stakeCoins: number) {
    this.#place = place;
    this.#stakeCoins = stakeCoins;
    const numbers = this.#cashesByHand ? ['game'] : ['game', 'autoCashoutHundredths'];
    this.#bet = new PreparedRequest('bet', crypto.randomUUID(), { amountCoins: stakeCoins }, numbers);
    this.purse = new Purse(playerId);
    this.#table = new Line({
      room: 'crash',
      options: { table },
      token,
      onRoom: (room) => this.#atTable(room),
    });
    const lobby = { room: 'lobby', options: {}, token, onRoom: (room: Room) => this.#inLobby(room) };
    this.#lobby = place < SETTINGS.lobbies ? new Line(lobby) : null;
  }

  get #cashesByHand(): boolean {
    return this.#place % 2 === 0;
  }

  async sit(): Promise<boolean> {
    const seated = (await this.#table.open()) && (await (this.#lobby?.open() ?? true));
    count(seated ? 'players_seated' : 'players_unseated');
    return seated;
  }

  /** The round that has just opened. The bets of all players spread over the window, but for its last part. */
  play(game: number, bettingEndsAtMs: number): void {
    if (game === this.#game) return;
    const seenAtMs = Date.now();
    this.#game = game;
    this.#betId = '';
    this.#rounds += 1;
    const windowMs = Math.max(0, bettingEndsAtMs - seenAtMs);
    const atMs = seenAtMs + windowMs * 0.75 * spread(this.#place + this.#rounds);
    agenda.at(atMs, () => this.#stake(game, seenAtMs));
  }

  #stake(game: number, seenAtMs: number): void {
    if (this.#leaving) return;
    if (this.#betting) {
      // The last round's bet is still asked for, with its key.
      missed(seenAtMs);
      return;
    }
    const askedAtMs = Date.now();
    this.#bet.renew();
    this.#bet.set('game', game);
    if (!this.#cashesByHand) this.#bet.set('autoCashoutHundredths', this.#target());
    this.#betting = true;
    this.purse.open += 1;
    this.#table.askPrepared(this.#bet, readBetId, (answer) => {
      this.#betting = false;
      if (answer.ok) {
        took('bet_ms', askedAtMs);
        this.purse.coins -= this.#stakeCoins;
        this.#betId = answer.value;
        this.#open.set(answer.value, this.#stakeCoins);
        countNow('games', askedAtMs);
        count('rounds_played');
        return;
      }
      // Only an answer that never came leaves it open whether there is a bet.
      if (answer.error.code !== 'unreachable') this.purse.open -= 1;
      countRejection(answer.error.code);
      missed(seenAtMs);
    });
  }

  launch(launchedAtMs: number): void {
    const betId = this.#betId;
    if (betId === '' || !this.#cashesByHand) return;
    agenda.at(launchedAtMs + instantOf(this.#target()), () => void this.#cashOut(betId));
  }

  async #cashOut(betId: string): Promise<void> {
    if (!this.#open.has(betId)) return;
    const askedAtMs = Date.now();
    const answer = await this.#table.ask('cashout', { betId }, readPayout);
    if (answer.ok) {
      took('cashout_ms', askedAtMs);
      this.#ended(betId, answer.value);
    } else if (answer.error.code === 'too_late') this.#ended(betId, 0);
  }

  drop(awayMs: number): void {
    this.#table.drop(awayMs);
    this.#lobby?.drop(awayMs);
  }

  /** Learns what became of each bet, as the answer to a repeated request tells it, and leaves. */
  async leave(): Promise<void> {
    this.#leaving = true;
    while (this.#betting && Date.now() < givesUpAtMs()) await pause(SETTLE_AGAIN_MS);
    await Promise.all([...this.#open].map(([betId, stakeCoins]) => this.#learn(betId, stakeCoins)));
    await this.#table.end();
    await this.#lobby?.end();
  }

  async #learn(betId: string, stakeCoins: number): Promise<void> {
    while (this.#open.has(betId) && Date.now() < givesUpAtMs()) {
      const paid = await this.#table.ask('cashout', { betId }, readPayout);
      if (paid.ok) this.#ended(betId, paid.value);
      else if (paid.error.code === 'too_late') this.#ended(betId, 0);
      else {
        // Still before the launch.
        const back = await this.#table.ask<CancelAnswer>('cancel', { betId });
        if (back.ok) this.#ended(betId, stakeCoins);
        else await pause(SETTLE_AGAIN_MS);
      }
    }
  }

  /** However often it is told: by the answer, by the message, by the lobby's notice. */
  #ended(betId: string, payoutCoins: number): void {
    if (!this.#open.delete(betId)) return;
    this.purse.coins += payoutCoins;
    this.purse.open -= 1;
  }

  #atTable(room: Room): void {
    room.onMessage(
      'bet',
      (outcome) => {
        if (outcome !== null) this.#ended(outcome.betId, outcome.payoutCoins);
      },
      readOutcome,
    );
  }

  #inLobby(room: Room): void {
    room.onMessage('notice', (payload) => {
      const { sequence, kind, data } = payload as Notice;
      if (kind === 'crash.ended') this.#ended(data.betId!, data.cashout?.payoutCoins ?? 0);
      void this.#lobby?.ask('ack', { sequence });
    });
  }

  #target(): number {
    return LOWEST_TARGET_HUNDREDTHS + Math.floor(TARGETS_HUNDREDTHS * spread(7 * this.#place + this.#rounds));
  }
}

/** A seated player has no acknowledged bet in a round that it saw open. */
function missed(seenAtMs: number): void {
  if (isMeasured(seenAtMs)) count('rounds_missed');
}
