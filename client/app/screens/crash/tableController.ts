import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { TableRules } from '../../../../domain/crash/tables.data.ts';
import {
  type BetOrder,
  type ConnectionStatus,
  type CrashStateView,
  type CrashTable,
  FairgroundError,
  type OwnBet,
} from '../../../sdk/index.ts';
import { errorText } from '../../i18n/i18n.ts';
import { coins, fair, tableStatus, tables } from '../../store/player.ts';
import { keepReceipt } from '../../store/receipts.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { showToast } from '../../store/toasts.ts';
import { type ActionFacts, mainAction } from './action.ts';
import { fitStake, type OrderDraft, readOrder, readStake } from './order.ts';

type Pending = ActionFacts['pending'];

/** What the screen shows before the list of tables has come; the server has the last word anyway. */
const USUAL_LIMITS = { minBetCoins: 100, maxBetCoins: 100_000 };

/** One visit at a table: the seat, the player's draft, and what is under way. Ends with `leave()`. */
export class TableController {
  readonly table: string;
  readonly seat: CrashTable;
  readonly state = signal<CrashStateView | null>(null);
  readonly ownBet = signal<OwnBet | null>(null);
  readonly status = signal<ConnectionStatus>({ state: 'connecting' });
  readonly pending = signal<Pending>(null);
  readonly queued = signal<BetOrder | null>(null);
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
      windowOver: this.windowOver.value,
    }),
  );
  readonly #ends: (() => void)[];

  constructor(table: string, signedIn: boolean) {
    this.table = table;
    this.seat = signedIn ? fair.crash(table) : fair.watch(table);
    this.limits = computed(() => tables.value?.find((listed) => listed.table === table) ?? USUAL_LIMITS);
    this.#follow();
    this.#ends = [
      this.seat.state.subscribe(() => this.#follow()),
      this.seat.ownBet.subscribe(() => this.#follow()),
      this.seat.status.subscribe(() => this.#follow()),
      effect(() => this.#sendQueued()),
    ];
  }

  leave(): void {
    for (const end of this.#ends) end();
    // The next table may have told its own already.
    if (tableStatus.peek() === this.status.peek()) tableStatus.value = null;
    void this.seat.leave();
  }

  edit(change: Partial<OrderDraft>): void {
    this.draft.value = { ...this.draft.value, ...change };
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

  #follow(): void {
    this.state.value = this.seat.state.value;
    this.ownBet.value = this.seat.ownBet.value;
    this.status.value = this.seat.status.value;
    tableStatus.value = this.seat.status.value;
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
    try {
      await work();
    } catch (error) {
      showToast('bad', errorText(error instanceof FairgroundError ? error : new FairgroundError('internal')));
    } finally {
      this.pending.value = null;
    }
  }

  async #bet(order: BetOrder): Promise<void> {
    const { game, receipt } = await this.seat.bet(order);
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
