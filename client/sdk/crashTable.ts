import type {
  BetAnswer,
  CancelAnswer,
  CashoutAnswer,
  CrashStateView,
  OwnBet,
} from '../../domain/protocol/crash.ts';
import { crashSnapshot } from './crashSnapshot.ts';
import { FairgroundError } from './errors.ts';
import type { HttpDefaults } from './http.ts';
import { type ConnectionStatus, RoomLink, type RoomLinkOptions } from './roomLink.ts';
import type { ServerClock } from './serverClock.ts';
import { type Emitter, LazyObservable, Observable, type Readable } from './signal.ts';
import { RESEND_FOR_MS, untilAnswered } from './untilAnswered.ts';
import type { Broadcast } from './wire.ts';

export interface BetOrder {
  /** A multiple of 100 within the table's limits. */
  amountCoins: number;
  autoCashoutHundredths?: number | null;
  /** Made by `crypto.randomUUID()` when left out. The same key is the same bet, however often it is sent. */
  key?: string;
}

export interface CrashTableOptions
  extends Pick<RoomLinkOptions, 'session' | 'watchdog' | 'clockSamples' | 'clockEveryMs'> {
  table: string;
  onBalance(coins: number): void;
  onLeft(): void;
}

/** The server commits a bet in milliseconds; without an answer for this long it is asked again. */
const ANSWER_WITHIN_MS = 4_000;
const JOIN_WITHIN_MS = 20_000;

/** A seat at a crash table, as a player or (without a session) as a spectator. */
export class CrashTable {
  readonly table: string;
  readonly spectator: boolean;
  readonly #http: HttpDefaults;
  readonly #options: CrashTableOptions;
  readonly #link: RoomLink;
  readonly #state = new LazyObservable<CrashStateView | null>(null);
  readonly #ownBet = new Observable<OwnBet | null>(null);

  constructor(http: HttpDefaults, options: CrashTableOptions) {
    this.table = options.table;
    this.spectator = options.session === null;
    this.#http = http;
    this.#options = options;
    this.#link = new RoomLink(http, {
      ...options,
      room: 'crash',
      joinOptions: { table: options.table },
      onState: (state) => this.#stateChanged(state),
      onMessage: (type, payload) => this.#message(type, payload),
    });
  }

  get status(): Readable<ConnectionStatus> {
    return this.#link.status;
  }

  get broadcasts(): Emitter<Broadcast> {
    return this.#link.broadcasts;
  }

  /** Plain snapshots; null until joined. */
  get state(): Readable<CrashStateView | null> {
    return this.#state;
  }

  /** The latest bet of one's own at this table: of this round, or of an earlier one until the next bet. */
  get ownBet(): Readable<OwnBet | null> {
    return this.#ownBet;
  }

  get clock(): ServerClock {
    return this.#link.clock;
  }

  serverNowMs(): number {
    return this.#link.clock.nowMs();
  }

  /** Resolves with this table once seated and its state is known; throws why not. */
  async joined(withinMs = JOIN_WITHIN_MS): Promise<this> {
    await this.#link.live(withinMs);
    if (this.#state.value === null) {
      await new Promise<void>((resolve) => {
        const unsubscribe = this.#state.subscribe(() => {
          unsubscribe();
          resolve();
        });
      });
    }
    return this;
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  /**
   * Bets in the current round and resends with the same key until the server has said what became of it.
   * Throws `FairgroundError`: the refusal, or `outcome_unknown`.
   */
  async bet(order: BetOrder): Promise<BetAnswer & { key: string }> {
    this.#assertPlayer();
    const key = order.key ?? crypto.randomUUID();
    const game = this.#state.value?.game;
    const request = {
      key,
      amountCoins: order.amountCoins,
      autoCashoutHundredths: order.autoCashoutHundredths ?? null,
      // Meant for this round only: sent again after a reconnection it must not land in the next one.
      ...(game ? { game } : {}),
    };
    const answer = await this.#untilAnswered<BetAnswer>('bet', request);
    this.#options.onBalance(answer.balanceCoins);
    if (this.#ownBet.value?.betId !== answer.betId) {
      this.#ownBet.set({
        betId: answer.betId,
        game: answer.game,
        amountCoins: order.amountCoins,
        ...(order.autoCashoutHundredths ? { autoCashoutHundredths: order.autoCashoutHundredths } : {}),
        state: 'open',
      });
    }
    return { ...answer, key };
  }

  /** Takes the open bet back while betting lasts. Safe to repeat. */
  async cancel(betId = this.#openBetId()): Promise<CancelAnswer> {
    this.#assertPlayer();
    const answer = await this.#untilAnswered<CancelAnswer>('cancel', { betId });
    this.#options.onBalance(answer.balanceCoins);
    this.#updateOwn(betId, { state: 'cancelled' });
    return answer;
  }

  /** Cashes the open bet out at the instant the server receives this. Safe to repeat. */
  async cashout(betId = this.#openBetId()): Promise<CashoutAnswer> {
    this.#assertPlayer();
    const answer = await this.#untilAnswered<CashoutAnswer>('cashout', { betId });
    this.#options.onBalance(answer.balanceCoins);
    const { atHundredths, payoutCoins, receivedAtMs, sequence } = answer;
    const known = this.#ownBet.value;
    // The message `bet` says the reason; here only if it has not come yet.
    if (known?.betId === betId && !known.cashout) {
      const cashout = { atHundredths, payoutCoins, receivedAtMs, sequence, reason: 'player' };
      this.#updateOwn(betId, { state: 'cashed', cashout });
    }
    return answer;
  }

  /** Leaves the table for good; an open bet lives on by its auto-cash-out. */
  async leave(): Promise<void> {
    this.#options.onLeft();
    await this.#link.leave();
  }

  #untilAnswered<T>(type: string, payload: unknown): Promise<T> {
    return untilAnswered<T>(
      {
        scheduler: this.#http.scheduler,
        random: this.#http.random,
        live: (withinMs) => this.#link.live(withinMs),
      },
      () => this.#link.request<T>(type, payload, ANSWER_WITHIN_MS),
      RESEND_FOR_MS,
    );
  }

  #stateChanged(live: unknown): void {
    this.#state.invalidate(() => crashSnapshot(live));
    const own = this.#ownBet.value;
    const game = (live as { game?: number }).game ?? 0;
    // Its end was told while we were away: the history knows, this screen does not.
    if (own?.state === 'open' && game > own.game) this.#ownBet.set(null);
  }

  #message(type: string, payload: unknown): void {
    if (type !== 'bet') return;
    const bet = payload as OwnBet;
    const known = this.#ownBet.value;
    if (known && bet.game < known.game) return;
    this.#ownBet.set(bet);
  }

  #updateOwn(betId: string, change: Partial<OwnBet>): void {
    const known = this.#ownBet.value;
    if (known?.betId === betId) this.#ownBet.set({ ...known, ...change });
  }

  #openBetId(): string {
    const own = this.#ownBet.value;
    if (own?.state !== 'open') throw new FairgroundError('no_active_bet');
    return own.betId;
  }

  #assertPlayer(): void {
    if (this.spectator) throw new FairgroundError('unauthorized');
  }
}
