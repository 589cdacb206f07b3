import { assert } from '../../domain/assert.ts';
import type { CrashCommand } from '../../domain/crash/commands.ts';
import type { Tenure } from '../../domain/crash/port.ts';
import type { Bet, Cashout } from '../../domain/crash/round.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import type { BetAnswer, CancelAnswer, CashoutAnswer } from '../../domain/protocol/crash.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { ANSWER_WITHIN_MS, within } from '../answerInTime.ts';
import type { RoomPorts } from '../ports.ts';
import { untilStored } from '../untilStored.ts';
import { type BetIdentity, cancelItem, cashoutItem, stakeItem } from './ledgerItems.ts';
import { betReceipt, cancelReceipt, cashoutReceipt } from './receipts.ts';
import { storedBet, storedCancelOr, storedCashoutOr } from './storedAnswers.ts';

/** An operation on its way to the ledger. The outcome is settled once, however many ask for it. */
interface Order<T> {
  fingerprint: bigint;
  outcome: Promise<Result<T>>;
  known: boolean;
}

/** What the actor does with the outcomes; every call tells the round first, then the players. */
export interface OutcomeSink {
  isStopped(): boolean;
  /** Feeds the outcome into the round, if this bet is still its. */
  outcome(command: Extract<CrashCommand, { betId: string }>): void;
  fenced(): void;
  /** A bug showed: the table must take no more bets. */
  fault(error: unknown): void;
  balance(bet: Bet, coins: number): void;
}

/**
 * Carries a table's money effects to the ledger and keeps the answers. An answer leaves only after its
 * commit. What the database did not answer is asked again with the same key until it is known, so a
 * stake that committed unseen is found, and a payout that stands is booked.
 */
export class TableLedger {
  readonly #ports: RoomPorts;
  readonly #tenure: Tenure;
  readonly #sink: OutcomeSink;
  /** By idempotency key: the bets of this round. */
  readonly #stakes = new Map<string, Order<BetAnswer>>();
  readonly #identities = new Map<string, BetIdentity>();
  /** By bet id. */
  readonly #cancels = new Map<string, Order<CancelAnswer>>();
  readonly #cashouts = new Map<string, Order<CashoutAnswer>>();

  constructor(ports: RoomPorts, tenure: Tenure, sink: OutcomeSink) {
    this.#ports = ports;
    this.#tenure = tenure;
    this.#sink = sink;
  }

  /** Forgets the settled answers of the last round: from now on they are found in the database. */
  newRound(): void {
    for (const orders of [this.#stakes, this.#cancels, this.#cashouts]) {
      for (const [key, order] of orders) if (order.known) orders.delete(key);
    }
    this.#identities.clear();
  }

  /** The answer to a bet whose key is known in this round, or null when it is not. */
  stakeAnswer(identity: BetIdentity): Promise<Result<BetAnswer>> | null {
    const order = this.#stakes.get(identity.key);
    if (order === undefined) return null;
    if (order.fingerprint !== identity.fingerprint) return Promise.resolve(fail('key_conflict'));
    return this.#inTime(order);
  }

  cancelAnswer(betId: string): Promise<Result<CancelAnswer>> | null {
    const order = this.#cancels.get(betId);
    return order === undefined ? null : this.#inTime(order);
  }

  cashoutAnswer(betId: string): Promise<Result<CashoutAnswer>> | null {
    const order = this.#cashouts.get(betId);
    return order === undefined ? null : this.#inTime(order);
  }

  /** Names the key under which the stake of this bet will be held; before the round takes the bet. */
  announce(betId: string, identity: BetIdentity): void {
    this.#identities.set(betId, identity);
  }

  withdraw(betId: string): void {
    this.#identities.delete(betId);
  }

  holdStake(game: number, bet: Bet): void {
    const identity = this.#identities.get(bet.betId);
    assert(identity !== undefined, `stake of bet ${bet.betId} without a key`);
    this.#open(this.#stakes, identity.key, identity.fingerprint, async () => {
      const posted = await this.#post(stakeItem(this.#tenure, game, bet, identity));
      if (!posted.ok) {
        this.#sink.outcome({ type: 'stakeRefused', betId: bet.betId });
        return posted;
      }
      if (posted.value.ref !== bet.betId) {
        // The key had been used before, by a process or a round that this one does not remember.
        this.#sink.outcome({ type: 'stakeRefused', betId: bet.betId });
        return storedBet(this.#ports, posted.value.ref, posted.value.balance);
      }
      this.#sink.outcome({ type: 'stakeHeld', betId: bet.betId });
      this.#sink.balance(bet, posted.value.balance);
      const receipt = this.#ports.receipts.sign(betReceipt(this.#tenure.table, game, bet));
      return ok({ betId: bet.betId, game, balanceCoins: posted.value.balance, receipt });
    });
  }

  releaseStake(game: number, bet: Bet, receivedAtMs: number, sequence: number): void {
    const cancelled = { receivedAtMs, sequence };
    this.#open(this.#cancels, bet.betId, 0n, async () => {
      const posted = await this.#post(cancelItem(this.#tenure, game, bet, receivedAtMs, sequence));
      if (!posted.ok) {
        this.#sink.outcome({ type: 'releaseRefused', betId: bet.betId });
        return posted;
      }
      this.#sink.outcome({ type: 'stakeReleased', betId: bet.betId });
      this.#sink.balance(bet, posted.value.balance);
      // Booked before, by a process or an attempt that never heard of it: receipts say what is stored.
      if (posted.value.repeated) return storedCancelOr(this.#ports, bet.playerId, bet.betId, failure('busy'));
      const receipt = this.#ports.receipts.sign(cancelReceipt(this.#tenure.table, game, bet, cancelled));
      return ok({ balanceCoins: posted.value.balance, receipt });
    });
  }

  /** `after` holds the payout back until a gap that it depends on is recorded. */
  payOut(game: number, bet: Bet, cashout: Cashout, after: Promise<unknown>): void {
    this.#open(this.#cashouts, bet.betId, 0n, async () => {
      await after;
      const posted = await this.#post(cashoutItem(this.#tenure, game, bet, cashout));
      if (!posted.ok) {
        // Refused for good can only mean that the table is no longer ours: the successor pays by the record, or has paid
        // this very bet already, where it found the curve.
        const { code } = posted.error;
        assert(code === 'fenced' || code === 'key_conflict', `payout of ${bet.betId} refused: ${code}`);
        this.#sink.fenced();
        return fail('fenced');
      }
      this.#sink.outcome({ type: 'payoutBooked', betId: bet.betId });
      this.#sink.balance(bet, posted.value.balance);
      if (posted.value.repeated)
        return storedCashoutOr(this.#ports, bet.playerId, bet.betId, failure('busy'));
      const receipt = this.#ports.receipts.sign(cashoutReceipt(this.#tenure.table, game, bet, cashout));
      return ok({
        atHundredths: cashout.atHundredths,
        payoutCoins: cashout.payoutCoins,
        balanceCoins: posted.value.balance,
        receivedAtMs: cashout.receivedAtMs,
        sequence: cashout.sequence,
        receipt,
      });
    });
  }

  async #post(item: LedgerItem): Promise<Result<Posting>> {
    const result = await untilStored(
      () => this.#ports.ledger.post(item),
      () => this.#sink.isStopped(),
    );
    if (result === null) return fail('fenced');
    if (!result.ok && result.error.code === 'fenced') this.#sink.fenced();
    return result;
  }

  #open<T>(
    orders: Map<string, Order<T>>,
    key: string,
    fingerprint: bigint,
    work: () => Promise<Result<T>>,
  ): void {
    const order: Order<T> = { fingerprint, known: false, outcome: work() };
    orders.set(key, order);
    order.outcome.then(
      (result) => {
        order.known = true;
        // What was refused binds no key: the same key may be tried again.
        if (!result.ok && orders.get(key) === order) orders.delete(key);
      },
      (error) => {
        orders.delete(key);
        this.#sink.fault(error);
      },
    );
  }

  async #inTime<T>(order: Order<T>): Promise<Result<T>> {
    if (order.known) return order.outcome;
    const inTime = await within(order.outcome, ANSWER_WITHIN_MS);
    return inTime ? order.outcome : fail('store_unavailable');
  }
}
