import { assert } from '../../domain/assert.ts';
import { openBetting } from '../../domain/crash/betting.ts';
import { bustPointHundredths } from '../../domain/crash/bustPoint.ts';
import type { CrashCommand, CrashEffect, Step } from '../../domain/crash/commands.ts';
import { nextWakeAtMs, servedUntilMs } from '../../domain/crash/flight.ts';
import type { StoredRound, TableSnapshot, Tenure } from '../../domain/crash/port.ts';
import { RESUME_AFTER_MS, recoverRound } from '../../domain/crash/recovery.ts';
import type { CrashRound, Gap } from '../../domain/crash/round.ts';
import { step } from '../../domain/crash/step.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import type { Result } from '../../domain/result.ts';
import type { RoomPorts, StallGuard } from '../ports.ts';
import { untilStored } from '../untilStored.ts';
import { Board } from './board.ts';
import { closingOf, gameSecrets, LOOK_WHILE_PAUSED_MS, type Opening, openRound } from './roundStore.ts';
import { showOutcome } from './showOutcome.ts';
import type { TableEvents } from './tableEvents.ts';
import { TableLedger } from './tableLedger.ts';

/** A launch that took longer than this to commit was not seen by anybody: the curve waits for them. */
const UNSEEN_LAUNCH_MS = 1_000;

const DRAIN_LOOK_MS = 20;

/**
 * One crash table: owns the round, feeds it commands and time, and carries its effects out. No tick:
 * one timer, for the next instant at which the round has something to do.
 */
export class TableActor {
  readonly board = new Board();
  readonly ledger: TableLedger;
  readonly tenure: Tenure;
  round: CrashRound | null = null;
  stopped = false;
  /** The last game of a table that operators have paused: what counts where this owner has played none; null before. */
  restsAfterGame: number | null = null;

  readonly #ports: RoomPorts;
  readonly #rules: TableRules;
  readonly #events: TableEvents;
  readonly #stall: StallGuard;
  #hash = '';
  #nextGame = 1;
  #paused = true;
  #draining = false;
  #wake: ReturnType<typeof setTimeout> | undefined;
  #unrecordedGaps = 0;
  /** Resolves when the round under way has settled, or will not settle here. */
  #settled = Promise.withResolvers<void>();
  /** Resolves when every gap so far is recorded: what happens in a gap is booked after it. */
  #gapsRecorded: Promise<unknown> = Promise.resolve();

  constructor(ports: RoomPorts, tenure: Tenure, rules: TableRules, events: TableEvents) {
    this.#ports = ports;
    this.#stall = ports.newStallGuard();
    this.tenure = tenure;
    this.#rules = rules;
    this.#events = events;
    this.ledger = new TableLedger(ports, tenure, {
      isStopped: () => this.stopped,
      outcome: (command) => {
        if (this.round?.bets.has(command.betId)) this.run(command);
      },
      fenced: () => this.stop('fenced'),
      fault: (error) => this.fault(error),
      balance: (bet, coins) => events.balance(bet.playerId, coins),
    });
  }

  get phase(): 'betting' | 'flying' | 'settled' | 'paused' {
    return this.#paused || this.round === null ? 'paused' : this.round.phase;
  }

  /** What the latest round is played by: the table's rules with the limits that operators had set. */
  get rules(): TableRules {
    return this.round?.rules ?? this.#rules;
  }

  /** Takes the table up where its last owner left it. Resolves when it is live. */
  async start(): Promise<void> {
    const read = await this.#stored(() => this.#ports.crash.snapshot(this.tenure));
    if (read === null) return;
    const snapshot = read.value;
    // A wall clock that was set back since must not make the table wait for it to catch up.
    const { heartbeatAtMs, round } = snapshot;
    this.#ports.clock.notBefore(
      Math.max(heartbeatAtMs ?? 0, round?.launchedAtMs ?? 0, round?.startedAtMs ?? 0),
    );
    this.board.lastBusts = [...snapshot.lastBusts];
    this.#nextGame = (snapshot.round?.game ?? 0) + 1;
    if (snapshot.round === null || snapshot.round.phase === 'settled') await this.#openNext();
    else await this.#recover(snapshot, snapshot.round);
  }

  /** Feeds a command to the round at this instant, and carries out what follows from it. */
  run(command: CrashCommand): Failure | null {
    if (this.stopped || this.round === null) return null;
    const nowMs = this.#ports.clock.nowMs();
    try {
      this.#noticeStall(nowMs);
      this.#resumeWhenDue(nowMs);
      return this.#step(command, nowMs);
    } catch (error) {
      this.fault(error);
      return failure('internal');
    }
  }

  /** Until when players were served without a break, for the heartbeat; null while a gap is not recorded. */
  servedUntilMs(): number | null {
    if (this.stopped || this.round === null) return null;
    // A stall that nobody noticed yet is noticed now: its gap has to be recorded before time counts again.
    this.run({ type: 'tick' });
    return this.#unrecordedGaps === 0 ? servedUntilMs(this.round, this.#ports.clock.nowMs()) : null;
  }

  /** That the round under way has bust may be said once it has settled: until then it may yet be flown on. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /**
   * No new round after this one. Resolves once no flight is under way, or when it may last no longer; `playedOut`: once
   * nobody has a bet in it, however long that takes.
   */
  async drain(playedOut: boolean): Promise<void> {
    this.#draining = true;
    const startedAtMs = this.#ports.clock.nowMs();
    const inTime = () => playedOut || this.#ports.clock.nowMs() < startedAtMs + this.#ports.drainMs();
    while (!this.stopped && this.#isUnderway(playedOut) && inTime()) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
  }

  #isUnderway(withBets: boolean): boolean {
    return this.phase === 'flying' || (withBets && this.phase === 'betting' && this.round!.bets.size > 0);
  }

  stop(reason: 'fenced' | 'fault' | 'drained'): void {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.#wake);
    this.#settled.resolve();
    this.#paused = true;
    this.#events.changed(true);
    if (reason !== 'drained') this.#events.lost(reason);
  }

  /** A bug: this table stops taking bets, the rest of the process goes on. */
  fault(error: unknown): void {
    this.#ports.log.error(
      { err: error, table: this.tenure.table, code: 'internal' },
      'table stopped by a fault',
    );
    this.stop('fault');
  }

  #step(command: CrashCommand, nowMs: number): Failure | null {
    const before = this.round!;
    const { round, effects, refusal }: Step<CrashRound> = step(before, command, nowMs);
    this.round = round;
    showOutcome(command, before, round, this.board, this.#events);
    for (const effect of effects) this.#carryOut(round.game, effect);
    this.#schedule(nowMs);
    return refusal;
  }

  #carryOut(game: number, effect: CrashEffect): void {
    switch (effect.type) {
      case 'holdStake':
        this.ledger.holdStake(game, effect.bet);
        return;
      case 'releaseStake':
        this.ledger.releaseStake(game, effect.bet, effect.receivedAtMs, effect.sequence);
        return;
      case 'payOut':
        this.ledger.payOut(game, effect.bet, effect.cashout, this.#gapsRecorded);
        return;
      case 'recordGap':
        this.#recordGap(game, effect.gap);
        return;
      case 'closeBook':
        this.#guard(this.#closeBook(game));
        return;
      case 'settle':
        this.#guard(this.#settle(game, effect.bustHundredths, effect.bustedAtMs));
        return;
    }
  }

  #recordGap(game: number, gap: Gap): void {
    this.#unrecordedGaps += 1;
    this.#gapsRecorded = this.#gapsRecorded.then(async () => {
      const recorded = await this.#stored(() => this.#ports.crash.recordGap(this.tenure, game, gap));
      if (recorded !== null) this.#unrecordedGaps -= 1;
    });
    this.#guard(this.#gapsRecorded);
  }

  async #openNext(): Promise<void> {
    if (this.#draining || this.stopped) return this.#pause();
    const opening: Opening = { game: this.#nextGame, rules: null };
    const opened = await this.#stored(
      () => openRound(this.#ports, this.tenure, this.#rules, opening),
      () => this.#pause(),
    );
    if (opened === null) return;
    if (opened.value === null) {
      this.restsAfterGame = opening.game - 1;
      this.#pause();
      this.#wake = setTimeout(() => this.#guard(this.#openNext()), LOOK_WHILE_PAUSED_MS);
      return;
    }
    const { rules, hash, startedAtMs, bettingEndsAtMs } = opened.value;
    this.#hash = hash;
    this.ledger.newRound();
    this.board.newRound();
    this.#nextGame = opening.game + 1;
    this.#paused = false;
    this.#settled = Promise.withResolvers();
    this.round = openBetting(rules, opening.game, startedAtMs, bettingEndsAtMs);
    this.#events.changed(true);
    this.#schedule(this.#ports.clock.nowMs());
  }

  async #closeBook(game: number): Promise<void> {
    const closed = await this.#stored(() =>
      this.#ports.crash.closeBook(this.tenure, game, (bets, chain) =>
        closingOf(bets, chain, this.#ports.clock.nowMs()),
      ),
    );
    if (closed === null) return;
    const nowMs = this.#ports.clock.nowMs();
    if (closed.value === null) {
      this.run({ type: 'bookStillOpen', bettingEndsAtMs: nowMs + this.#rules.bettingMs });
      return;
    }
    const { closing, chain, betIds } = closed.value;
    this.run({
      type: 'bookClosed',
      betIds,
      betBookRoot: closing.betBookRoot,
      launchedAtMs: closing.launchedAtMs,
      bustHundredths: bustPointHundredths(this.#hash, chain.salt, chain.edgePercent),
    });
    if (nowMs - closing.launchedAtMs > UNSEEN_LAUNCH_MS) this.#standStill(closing.launchedAtMs, nowMs);
  }

  async #settle(game: number, bustHundredths: number, bustedAtMs: number): Promise<void> {
    const round = this.round!;
    assert(round.phase === 'flying' && round.game === game, `settling game ${game} out of turn`);
    await this.#gapsRecorded;
    const settled = await this.#stored(() =>
      this.#ports.crash.settle(this.tenure, game, {
        hash: this.#hash,
        bustHundredths,
        bustedAtMs,
        stakedCoins: round.stakedCoins,
        paidCoins: round.paidCoins,
        betCount: round.betOfPlayer.size,
      }),
    );
    if (settled === null) return;
    this.run({ type: 'settled', hash: this.#hash });
    this.#settled.resolve();
    this.#wake = setTimeout(() => this.#guard(this.#openNext()), this.#rules.pauseMs);
  }

  async #recover(snapshot: TableSnapshot, stored: StoredRound): Promise<void> {
    const read = await this.#stored(() => gameSecrets(this.#ports, this.tenure.table, stored.game));
    if (read === null) return;
    const { chain, hash } = read.value;
    this.#hash = hash;
    if (stored.phase === 'betting') {
      // Before the round is live here: nobody may close a window that is still being opened again.
      const bettingEndsAtMs = this.#ports.clock.nowMs() + stored.rules.bettingMs;
      const extended = await this.#stored(() =>
        this.#ports.crash.extendBetting(this.tenure, stored.game, bettingEndsAtMs),
      );
      if (extended === null) return;
    }
    const nowMs = this.#ports.clock.nowMs();
    const bust = stored.phase === 'flying' ? bustPointHundredths(hash, chain.salt, chain.edgePercent) : null;
    const recovered = recoverRound(snapshot, bust, nowMs);
    this.round = recovered.round;
    this.#paused = false;
    this.board.restore(recovered.round.bets.values());
    this.#ports.log.info(
      { table: this.tenure.table, game: stored.game, phase: stored.phase, bets: snapshot.bets.length },
      'took over a round',
    );
    this.#nextGame = stored.game + 1;
    this.#events.changed(true);
    for (const effect of recovered.effects) this.#carryOut(stored.game, effect);
    this.#schedule(nowMs);
  }

  #noticeStall(nowMs: number): void {
    const sinceMs = this.#stall.check(nowMs);
    if (sinceMs !== null) this.#standStill(sinceMs, nowMs);
  }

  #standStill(fromMs: number, nowMs: number): void {
    const round = this.round;
    if (round === null || round.phase === 'settled') return;
    this.#step({ type: 'stalled', fromMs, resumesAtMs: nowMs + RESUME_AFTER_MS }, nowMs);
  }

  #schedule(nowMs: number): void {
    if (this.stopped || this.round === null || this.round.phase === 'settled') return;
    clearTimeout(this.#wake);
    const wakeAtMs = nextWakeAtMs(this.round, nowMs);
    if (wakeAtMs === null) return;
    // setTimeout fires up to a millisecond early and cannot wait longer than 2^31 ms: then it is just asked again.
    const delayMs = Math.min(Math.max(0, wakeAtMs - nowMs), 2 ** 31 - 1);
    this.#wake = setTimeout(() => this.run({ type: 'tick' }), delayMs);
  }

  /** Before anything else happens after a gap: who is absent leaves where the curve stood. */
  #resumeWhenDue(nowMs: number): void {
    const { round } = this;
    if (round?.phase !== 'flying' || round.resumesAtMs === null || nowMs < round.resumesAtMs) return;
    this.#step({ type: 'resumed', presentPlayerIds: this.#events.presentPlayerIds() }, nowMs);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#events.changed(true);
  }

  /** Repeats until the database has answered. Null: no longer ours (and the actor has stopped). */
  async #stored<T>(
    attempt: () => Promise<Result<T>>,
    onOutage: () => void = () => {},
  ): Promise<{ value: T } | null> {
    const result = await untilStored(attempt, () => this.stopped, onOutage);
    if (result === null) return null;
    if (result.ok) return { value: result.value };
    assert(result.error.code === 'fenced', `table ${this.tenure.table}: ${result.error.code}`);
    this.stop('fenced');
    return null;
  }

  /** An effect that fails with an exception met a bug. */
  #guard(work: Promise<unknown>): void {
    work.catch((error) => this.fault(error));
  }
}
