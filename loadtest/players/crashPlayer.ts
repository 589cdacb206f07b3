import { instantOf } from '../../domain/crash/curve.ts';
import type { BetAnswer, CancelAnswer, CashoutAnswer, OwnBet } from '../../domain/protocol/crash.ts';
import type { Account } from '../accounts.ts';
import type { Room } from '../colyseus.ts';
import { Line } from '../line.ts';
import { count, countNow, countRejection, took } from '../measures.ts';
import { Purse } from '../purse.ts';
import { givesUpAtMs, isMeasured, pause, spread } from '../run.ts';

const LOWEST_TARGET_HUNDREDTHS = 110;
const TARGETS_HUNDREDTHS = 190;
const SETTLE_AGAIN_MS = 250;

interface Notice {
  sequence: number;
  kind: string;
  data: { betId?: string; amountCoins?: number } & Partial<OwnBet>;
}

/** Bets in every round: every other player cashes out by hand, the others by a target. Each has a lobby line, too. */
export class CrashPlayer {
  readonly purse: Purse;
  readonly #table: Line;
  readonly #lobby: Line;
  readonly #place: number;
  readonly #stakeCoins: number;
  /** Stakes whose end is not known yet, by bet. */
  readonly #open = new Map<string, number>();
  #rounds = 0;
  #game = 0;
  #betId = '';
  /** The bet that was asked for last, until it is answered. */
  #betting: Promise<void> = Promise.resolve();
  #leaving = false;

  constructor(place: number, { playerId, token }: Account, table: string, stakeCoins: number) {
    this.#place = place;
    this.#stakeCoins = stakeCoins;
    this.purse = new Purse(playerId);
    this.#table = new Line({
      room: 'crash',
      options: { table },
      token,
      onRoom: (room) => this.#atTable(room),
    });
    this.#lobby = new Line({ room: 'lobby', options: {}, token, onRoom: (room) => this.#inLobby(room) });
  }

  async sit(): Promise<boolean> {
    const seated = (await this.#table.open()) && (await this.#lobby.open());
    count(seated ? 'players_seated' : 'players_unseated');
    return seated;
  }

  /** The round that has just opened. The bets of all players spread over the window, but for its last part. */
  async play(game: number, bettingEndsAtMs: number): Promise<void> {
    if (game === this.#game) return;
    const seenAtMs = Date.now();
    this.#game = game;
    this.#betId = '';
    this.#rounds += 1;
    const windowMs = Math.max(0, bettingEndsAtMs - seenAtMs);
    await pause(windowMs * 0.75 * spread(this.#place + this.#rounds));
    if (this.#leaving) return;
    this.#betting = this.#bet(game, seenAtMs);
    await this.#betting;
  }

  async #bet(game: number, seenAtMs: number): Promise<void> {
    const askedAtMs = Date.now();
    const auto = this.#place % 2 === 0 ? {} : { autoCashoutHundredths: this.#target() };
    const bet = { key: crypto.randomUUID(), amountCoins: this.#stakeCoins, game, ...auto };
    this.purse.open += 1;
    const answer = await this.#table.ask<BetAnswer>('bet', bet);
    if (answer.ok) {
      took('bet_ms', askedAtMs);
      this.purse.coins -= this.#stakeCoins;
      this.#betId = answer.value.betId;
      this.#open.set(answer.value.betId, this.#stakeCoins);
      countNow('games', askedAtMs);
      count('rounds_played');
      return;
    }
    // Only an answer that never came leaves it open whether there is a bet.
    if (answer.error.code !== 'unreachable') this.purse.open -= 1;
    countRejection(answer.error.code);
    if (isMeasured(seenAtMs)) count('rounds_missed');
  }

  async launch(launchedAtMs: number): Promise<void> {
    const betId = this.#betId;
    if (betId === '' || this.#place % 2 !== 0) return;
    await pause(launchedAtMs + instantOf(this.#target()) - Date.now());
    if (!this.#open.has(betId)) return;
    const askedAtMs = Date.now();
    const answer = await this.#table.ask<CashoutAnswer>('cashout', { betId });
    if (answer.ok) {
      took('cashout_ms', askedAtMs);
      this.#ended(betId, answer.value.payoutCoins);
    } else if (answer.error.code === 'too_late') this.#ended(betId, 0);
  }

  drop(awayMs: number): void {
    this.#table.drop(awayMs);
    this.#lobby.drop(awayMs);
  }

  /** Learns what became of each bet, as the answer to a repeated request tells it, and leaves. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#betting;
    await Promise.all([...this.#open].map(([betId, stakeCoins]) => this.#learn(betId, stakeCoins)));
    await this.#table.end();
    await this.#lobby.end();
  }

  async #learn(betId: string, stakeCoins: number): Promise<void> {
    while (this.#open.has(betId) && Date.now() < givesUpAtMs()) {
      const paid = await this.#table.ask<CashoutAnswer>('cashout', { betId });
      if (paid.ok) this.#ended(betId, paid.value.payoutCoins);
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

  #told({ betId, state, cashout }: Partial<OwnBet>): void {
    if (betId === undefined) return;
    if (state === 'cashed') this.#ended(betId, cashout!.payoutCoins);
    else if (state === 'lost') this.#ended(betId, 0);
  }

  #atTable(room: Room): void {
    room.onMessage('bet', (bet) => this.#told(bet as OwnBet));
  }

  #inLobby(room: Room): void {
    room.onMessage('notice', (payload) => {
      const { sequence, kind, data } = payload as Notice;
      if (kind === 'crash.ended') this.#told(data);
      void this.#lobby.ask('ack', { sequence });
    });
  }

  #target(): number {
    return LOWEST_TARGET_HUNDREDTHS + Math.floor(TARGETS_HUNDREDTHS * spread(7 * this.#place + this.#rounds));
  }
}
