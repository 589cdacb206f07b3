import { expect } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import { bustPointHundredths } from '../../../domain/crash/bustPoint.ts';
import type { CrashCommand, CrashEffect } from '../../../domain/crash/commands.ts';
import { nextWakeAtMs, servedUntilMs } from '../../../domain/crash/flight.ts';
import type { RoundRecord } from '../../../domain/crash/records.ts';
import { RESUME_AFTER_MS, recoverRound } from '../../../domain/crash/recovery.ts';
import type { Cashout, CrashRound, Gap } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import type { TableRules } from '../../../domain/crash/tables.data.ts';
import type { Seed } from './seeds.ts';
import { SimulatedStore } from './simulatedStore.ts';

const START_MS = 1_000_000;
/** A process notices by itself that it stood still when it was longer than this. */
const STALL_NOTICED_MS = 1_000;

/**
 * One table with its database, in virtual time: an owner that may stall or die at any moment, with
 * effects that are on their way, committed unseen, or lost. What is acknowledged is written down.
 */
export class SimulatedTable {
  readonly store: SimulatedStore;
  readonly acknowledged = new Map<string, Cashout>();
  readonly held = new Set<string>();
  /** When nobody was served, longer than is passed over. */
  readonly unserved: Gap[] = [];
  readonly log: { command: CrashCommand; nowMs: number }[] = [];
  readonly present = new Set<string>();
  round: CrashRound;
  nowMs = START_MS;
  readonly #seed: Seed;
  readonly #bustHundredths: number;
  #queue: CrashEffect[] = [];
  #bets = 0;

  constructor(rules: TableRules, seed: Seed) {
    this.#seed = seed;
    this.#bustHundredths = bustPointHundredths(seed.hash, seed.chain.salt, seed.chain.edgePercent);
    this.store = new SimulatedStore(rules, seed.game, this.nowMs);
    this.round = openBetting(rules, seed.game, this.nowMs, this.nowMs + rules.bettingMs);
  }

  bet(playerId: string, amountCoins: number, autoCashoutHundredths: number | null): void {
    this.#bets += 1;
    const betId = `bet-${String(this.#bets).padStart(4, '0')}`;
    const who = { playerId, nickname: playerId, bot: false, accountId: 1000 };
    this.run({ type: 'bet', betId, ...who, amountCoins, autoCashoutHundredths });
  }

  /** The code of the refusal, or null. */
  ask(type: 'cancel' | 'cashout', playerId: string): string | null {
    const betId = this.round.betOfPlayer.get(playerId)?.betId ?? 'none';
    return this.run({ type, betId, playerId });
  }

  run(command: CrashCommand): string | null {
    this.log.push({ command, nowMs: this.nowMs });
    const { round, effects, refusal } = step(this.round, command, this.nowMs);
    this.round = round;
    this.#queue.push(...effects);
    return refusal?.code ?? null;
  }

  /** Time in which the process serves: its timer fires whenever something is due. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let wakes = 0; ; wakes += 1) {
      const wakeAtMs = nextWakeAtMs(this.round, this.nowMs);
      if (wakeAtMs === null || wakeAtMs > untilMs) break;
      expect(wakes).toBeLessThan(1000);
      this.nowMs = wakeAtMs;
      this.#wake();
    }
    this.nowMs = untilMs;
  }

  heartbeat(): void {
    // The keeper's heartbeat counts as a sign of life only once every gap is on record.
    if (this.#queue.some((effect) => effect.type === 'recordGap')) return;
    const servedMs = servedUntilMs(this.round, this.nowMs);
    if (servedMs !== null) this.store.heartbeatAtMs = Math.max(this.store.heartbeatAtMs ?? 0, servedMs);
  }

  stall(ms: number): void {
    const fromMs = this.nowMs;
    this.nowMs += ms;
    if (ms <= STALL_NOTICED_MS) return;
    this.unserved.push({ fromMs, toMs: this.nowMs });
    this.run({ type: 'stalled', fromMs, resumesAtMs: this.nowMs + RESUME_AFTER_MS });
  }

  /** The next effects reach the database, in any order that the room allows, and their outcomes return. */
  commit(count: number, pick: number): void {
    for (let done = 0; done < count && this.#queue.length > 0; done += 1) {
      const effect = this.#take(pick);
      for (const command of this.store.carryOut(effect, this.#seed, this.nowMs)) this.#hear(command);
    }
  }

  /** Effects commit, and their owner never hears of it. */
  commitUnseen(count: number, pick: number): void {
    for (let done = 0; done < count && this.#queue.length > 0; done += 1) {
      this.store.carryOut(this.#take(pick), this.#seed, this.nowMs);
    }
  }

  /** `kill -9`: some of what was on its way had committed unseen, the rest is lost. A successor takes over. */
  kill(downMs: number, committedUnseen: number, pick: number): void {
    this.commitUnseen(committedUnseen, pick);
    const standing = this.#queue.some(
      (effect) => effect.type === 'payOut' && ['player', 'gap'].includes(effect.cashout.reason),
    );
    this.#queue = [];
    // A launch that committed unseen was flown by nobody.
    const fromMs = this.round.phase === 'betting' ? 0 : this.nowMs;
    this.nowMs += downMs;
    if (this.store.phase === 'settled') return;
    this.unserved.push({ fromMs, toMs: this.nowMs });
    const snapshot = this.store.snapshot();
    const bust = snapshot.round.phase === 'flying' ? this.#bustHundredths : null;
    const { round, effects } = recoverRound(snapshot, bust, this.nowMs);
    this.round = round;
    this.#queue = effects;
    // Who had asked to leave, or was to be let out, and was not booked: the flight has not ended without them.
    if (standing) expect(round).toMatchObject({ phase: 'flying', busted: false });
  }

  /** Serves without disturbance until the round is settled. */
  finish(): RoundRecord {
    for (let turns = 0; this.store.phase !== 'settled'; turns += 1) {
      expect(turns).toBeLessThan(1000);
      this.commit(Number.POSITIVE_INFINITY, 0);
      const wakeAtMs = nextWakeAtMs(this.round, this.nowMs);
      if (wakeAtMs !== null) this.pass(wakeAtMs - this.nowMs);
    }
    return this.store.record(this.#seed);
  }

  #wake(): void {
    if (this.round.phase !== 'flying' || this.round.resumesAtMs === null) {
      this.run({ type: 'tick' });
      return;
    }
    this.run({ type: 'resumed', presentPlayerIds: new Set(this.present) });
    for (const bet of this.round.bets.values()) {
      if (bet.state !== 'open' || bet.autoCashoutHundredths !== null) continue;
      expect(this.present).toContain(bet.playerId);
    }
  }

  #take(pick: number): CrashEffect {
    const index = pick % this.#queue.length;
    // What happens in a gap is booked after it.
    const gapFirst = this.#queue.findIndex((effect) => effect.type === 'recordGap');
    const chosen = gapFirst >= 0 && gapFirst < index ? gapFirst : index;
    return this.#queue.splice(chosen, 1)[0]!;
  }

  #hear(command: CrashCommand): void {
    if ('betId' in command && !this.round.bets.has(command.betId)) return;
    this.run(command);
    if (command.type === 'payoutBooked') {
      this.acknowledged.set(command.betId, this.round.bets.get(command.betId)!.cashout!);
    }
    if (command.type === 'stakeHeld') this.held.add(command.betId);
  }
}
