import { expect } from 'vitest';
import { bustPointHundredths } from '../../../domain/crash/bustPoint.ts';
import type { CrashCommand, CrashEffect } from '../../../domain/crash/commands.ts';
import type { BookEntry, StoredBet, StoredRound } from '../../../domain/crash/port.ts';
import type { RoundRecord } from '../../../domain/crash/records.ts';
import type { Bet, Gap } from '../../../domain/crash/round.ts';
import type { TableRules } from '../../../domain/crash/tables.data.ts';
import { betBook, betBookRoot } from '../../../domain/fairness/betBook.ts';
import type { Seed } from './seeds.ts';

/** What is committed of one round: all that survives its owner. */
export class SimulatedStore {
  phase: StoredRound['phase'] = 'betting';
  heartbeatAtMs: number | null = null;
  readonly bets = new Map<string, StoredBet>();
  readonly gaps: Gap[] = [];
  readonly #rules: TableRules;
  readonly #game: number;
  readonly #startedAtMs: number;
  #launchedAtMs = 0;
  #betBookRoot = '';
  #settled = { bustHundredths: 0, bustedAtMs: 0 };

  constructor(rules: TableRules, game: number, startedAtMs: number) {
    this.#rules = rules;
    this.#game = game;
    this.#startedAtMs = startedAtMs;
  }

  /** Commits an effect; answers the commands that tell its owner about it. */
  carryOut(effect: CrashEffect, seed: Seed, nowMs: number): CrashCommand[] {
    switch (effect.type) {
      case 'holdStake':
        if (this.phase !== 'betting') return [{ type: 'stakeRefused', betId: effect.bet.betId }];
        this.bets.set(effect.bet.betId, this.#stored(effect.bet));
        return [{ type: 'stakeHeld', betId: effect.bet.betId }];
      case 'releaseStake': {
        if (this.phase !== 'betting') return [{ type: 'releaseRefused', betId: effect.bet.betId }];
        const { receivedAtMs, sequence } = effect;
        this.#end(effect.bet.betId, { state: 'cancelled', cancelled: { receivedAtMs, sequence } });
        return [{ type: 'stakeReleased', betId: effect.bet.betId }];
      }
      case 'payOut':
        this.#end(effect.bet.betId, { state: 'cashed', cashout: effect.cashout });
        return [{ type: 'payoutBooked', betId: effect.bet.betId }];
      case 'recordGap':
        this.gaps.push(effect.gap);
        return [];
      case 'closeBook':
        return [this.#close(seed, nowMs)];
      case 'settle':
        this.#settled = { bustHundredths: effect.bustHundredths, bustedAtMs: effect.bustedAtMs };
        this.phase = 'settled';
        return [{ type: 'settled', hash: seed.hash }];
    }
  }

  snapshot(): { round: StoredRound; bets: StoredBet[]; heartbeatAtMs: number | null } {
    const flying = this.phase === 'flying';
    const round: StoredRound = {
      game: this.#game,
      chainId: 1,
      phase: this.phase,
      startedAtMs: this.#startedAtMs,
      bettingEndsAtMs: this.#startedAtMs + this.#rules.bettingMs,
      launchedAtMs: flying ? this.#launchedAtMs : null,
      betBookRoot: flying ? this.#betBookRoot : null,
      gaps: this.gaps.map((gap) => ({ ...gap })),
      rules: this.#rules,
    };
    return {
      round,
      bets: [...this.bets.values()].map((bet) => ({ ...bet })),
      heartbeatAtMs: this.heartbeatAtMs,
    };
  }

  record(seed: Seed): RoundRecord {
    const inBook = [...this.bets.values()].filter((bet) => bet.state !== 'cancelled');
    const { proofs } = betBook(inBook);
    return {
      table: this.#rules.table,
      game: this.#game,
      chainId: 1,
      salt: seed.chain.salt,
      hash: seed.hash,
      ...this.#settled,
      betBookRoot: this.#betBookRoot,
      startedAtMs: this.#startedAtMs,
      launchedAtMs: this.#launchedAtMs,
      stakedCoins: inBook.reduce((sum, bet) => sum + bet.amountCoins, 0),
      paidCoins: inBook.reduce((sum, bet) => sum + (bet.cashout?.payoutCoins ?? 0), 0),
      voided: false,
      bets: inBook.map(({ betId, playerId, amountCoins, autoCashoutHundredths, cashout }) => ({
        betId,
        playerId,
        amountCoins,
        ...(autoCashoutHundredths === null ? {} : { autoCashoutHundredths }),
        proof: proofs.get(betId)!,
        ...(cashout === null ? {} : { cashout }),
      })),
      cancelled: [...this.bets.values()].flatMap(({ betId, playerId, amountCoins, cancelled }) =>
        cancelled === null ? [] : [{ betId, playerId, amountCoins, ...cancelled }],
      ),
      gaps: this.gaps,
      limits: this.#rules,
    };
  }

  #close(seed: Seed, nowMs: number): CrashCommand {
    expect(this.phase).toBe('betting');
    const book: BookEntry[] = [...this.bets.values()].filter((bet) => bet.state === 'open');
    this.phase = 'flying';
    this.#launchedAtMs = nowMs;
    this.#betBookRoot = betBookRoot(book);
    const { hash, chain } = seed;
    return {
      type: 'bookClosed',
      betIds: book.map(({ betId }) => betId),
      betBookRoot: this.#betBookRoot,
      launchedAtMs: nowMs,
      bustHundredths: bustPointHundredths(hash, chain.salt, chain.edgePercent),
    };
  }

  #stored(bet: Bet): StoredBet {
    const { state: _pending, ...terms } = bet;
    return {
      ...terms,
      table: this.#rules.table,
      game: this.#game,
      state: 'open',
      cashout: null,
      cancelled: null,
    };
  }

  /** The ledger's rule: a bet ends at most once. */
  #end(betId: string, end: Partial<StoredBet>): void {
    const bet = this.bets.get(betId)!;
    expect(`${betId} ${bet.state}`).toBe(`${betId} open`);
    this.bets.set(betId, { ...bet, ...end });
  }
}
