import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { TableRules } from '../../../../domain/crash/tables.data.ts';
import type { BetOrder, CrashStateView, CrashTable, OwnBet } from '../../../sdk/index.ts';
import { coins, fair, tables } from '../../store/player.ts';
import { engage, playsFor } from '../../store/playSession.ts';
import { keepReceipt } from '../../store/receipts.ts';
import { RoomController } from '../../store/sessionController.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { type ActionFacts, mainAction, openBet } from './action.ts';
import { fitStake, type OrderDraft, readOrder, readStake } from './order.ts';

type Pending = ActionFacts['pending'];

/** What the screen shows before the list of tables has come; the server has the last word anyway. */
const USUAL_LIMITS = { minBetCoins: 100, maxBetCoins: 100_000 };

/** So long the button says how a bet ended, and does nothing: who wanted to cash out, and was late, must not bet by it. */
const ENDED_SHOWN_MS = 800;

/** As long as the server counts a bet as play (RG8). */
const BET_PLAYS_MS = 60_000;

/** One visit at a table: the seat, the player's draft, and what is under way. Ends with `leave()`. */
export class TableController extends RoomController<CrashTable> {
  declare readonly seat: CrashTable;
  readonly table: string;
  readonly state = signal<CrashStateView | null>(null);
  readonly ownBet = signal<OwnBet | null>(null);
  readonly pending = signal<Pending>(null);
  readonly queued = signal<BetOrder | null>(null);
  readonly #justEnded = signal<OwnBet | null>(null);
  #endedShown: ReturnType<typeof setTimeout> | undefined;
  /** Kept by the drawing loop: the countdown has reached zero. */
  readonly windowOver = signal(false);
  readonly draft = signal<OrderDraft>({
    stake: readSetting('stake') ?? '1000',
    auto: readSetting('auto') ?? '',
  });
  readonly limits: ReadonlySignal<Pick<TableRules, 'minBetCoins' | 'maxBetCoins'>>;
  readonly reading = computed(() => readOrder(this.draft.value, this.limits.value, coins.value));
  readonly action = computed(() =>
    mainAction({
      spectator: this.seat.spectator,
      live: this.status.value.state === 'live',
      state: this.state.value,
      ownBet: this.ownBet.value,
      pending: this.pending.value,
      queued: this.queued.value !== null,
      justEnded: this.#justEnded.value,
      windowOver: this.windowOver.value,
    }),
  );
  /** A bet that stands, waits or is under way fixes the fields: what they show is what was sent. */
  readonly locked = computed(() => {
    const { kind } = this.action.value;
    const facts = { state: this.state.value, ownBet: this.ownBet.value };
    return kind === 'queued' || kind === 'waiting' || openBet(facts) !== null;
  });
  /** What is wrong with the draft, where it may be changed. */
  readonly problem = computed(() =>
    this.seat.spectator || this.locked.value ? null : this.reading.value.problem,
  );
  readonly #stops: (() => void)[];

  constructor(table: string, signedIn: boolean) {
    const seat = signedIn ? fair.crash(table) : fair.watch(table);
    super(seat);
    this.table = table;
    this.limits = computed(() => tables.value?.find((listed) => listed.table === table) ?? USUAL_LIMITS);
    this.follow(seat, [seat.state, seat.ownBet], () => {
      this.state.value = seat.state.value;
      this.#showBet(seat.ownBet.value);
    });
    this.#stops = [
      effect(() => this.#sendQueued()),
      effect(() => {
        const open = openBet({ state: this.state.value, ownBet: this.ownBet.value });
        engage(this, open !== null || this.pending.value !== null || this.queued.value !== null);
      }),
    ];
  }

  override leave(): void {
    for (const stop of this.#stops) stop();
    clearTimeout(this.#endedShown);
    super.leave();
  }

  #showBet(bet: OwnBet | null): void {
    const before = this.ownBet.peek();
    this.ownBet.value = bet;
    const ended = bet?.state === 'cashed' || bet?.state === 'lost';
    if (!ended || before?.state !== 'open' || before.betId !== bet.betId) return;
    this.#justEnded.value = bet;
    clearTimeout(this.#endedShown);
    this.#endedShown = setTimeout(() => {
      this.#justEnded.value = null;
    }, ENDED_SHOWN_MS);
  }

  edit(change: Partial<OrderDraft>): void {
    if (!this.locked.peek()) this.draft.value = { ...this.draft.value, ...change };
  }

  /** Half, double, least and most of what the table and the wallet allow. */
  adjustStake(how: 'half' | 'double' | 'min' | 'max'): void {
    const limits = this.limits.value;
    const now = readStake(this.draft.value.stake) ?? limits.minBetCoins;
    const wished = { half: now / 2, double: now * 2, min: limits.minBetCoins, max: limits.maxBetCoins }[how];
    this.edit({ stake: String(fitStake(wished, limits, coins.value)) });
  }

  /** Bets, queues, or takes back: whatever the button offers short of a cash-out. */
  toggleBet(): void {
    const { kind } = this.action.value;
    if (kind === 'cancel') void this.#run('cancel', () => this.#cancel());
    else if (kind === 'queued') this.queued.value = null;
    else if (kind === 'bet' || kind === 'betNext') {
      const { order } = this.reading.value;
      if (!order) return;
      writeSetting('stake', this.draft.value.stake);
      writeSetting('auto', this.draft.value.auto);
      if (kind === 'betNext') this.queued.value = order;
      else void this.#run('bet', () => this.#bet(order));
    }
  }

  cashOut(): void {
    if (this.action.value.kind === 'cashout') void this.#run('cashout', () => this.#cashOut());
  }

  #sendQueued(): void {
    const order = this.queued.value;
    const state = this.state.value;
    if (!order || state?.phase !== 'betting' || this.status.value.state !== 'live') return;
    // Queued after the countdown: meant for the next window, which this same effect will see open.
    if (state.bettingEndsAtMs <= this.seat.serverNowMs()) return;
    untracked(() => {
      if (this.pending.value) return;
      this.queued.value = null;
      void this.#run('bet', () => this.#bet(order));
    });
  }

  async #run(pending: Exclude<Pending, null>, work: () => Promise<void>): Promise<void> {
    this.pending.value = pending;
    await this.request(work);
    this.pending.value = null;
  }

  async #bet(order: BetOrder): Promise<void> {
    const { game, receipt } = await this.seat.bet(order);
    playsFor(BET_PLAYS_MS);
    keepReceipt({ type: 'bet', table: this.table, game, receipt });
  }

  async #cancel(): Promise<void> {
    const game = this.ownBet.value?.game ?? 0;
    const { receipt } = await this.seat.cancel();
    keepReceipt({ type: 'cancel', table: this.table, game, receipt });
  }

  async #cashOut(): Promise<void> {
    const game = this.ownBet.value?.game ?? 0;
    const { receipt } = await this.seat.cashout();
    keepReceipt({ type: 'cashout', table: this.table, game, receipt });
  }
}
