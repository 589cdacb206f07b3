import { expect } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import type { CrashCommand, CrashEffect } from '../../../domain/crash/commands.ts';
import type { Bet, CrashRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import type { TableRules } from '../../../domain/crash/tables.data.ts';

export const RULES: TableRules = {
  table: 'test',
  edgePercent: 1,
  minBetCoins: 100,
  maxBetCoins: 100_000,
  maxPayoutCoins: 1_000_000,
  maxRoundPayoutCoins: 2_000_000,
  bettingMs: 6_000,
  pauseMs: 1_000,
};

/**
 * Plays a table of steps, one a row: `instant | what is said | what must come of it`. The outcome is the
 * refusal's code, or the effects, or `-` for neither. Players are names; a player's first bet is
 * `alice.1`, the next one `alice.2`. The window is open from 0 to 6000.
 */
export function play(rows: string, rules: Partial<TableRules> = {}): CrashRound {
  const table = new ScriptedTable({ ...RULES, ...rules });
  for (const row of rows.trim().split('\n')) {
    const [atMs, said, outcome] = row.split('|').map((cell) => cell.trim());
    expect(`${atMs} | ${said} | ${table.say(Number(atMs), said!)}`).toBe(`${atMs} | ${said} | ${outcome}`);
  }
  return table.round;
}

class ScriptedTable {
  round: CrashRound;
  /** How many bets of a player were taken. */
  readonly #betCounts = new Map<string, number>();

  constructor(rules: TableRules) {
    this.round = openBetting(rules, 1, 0, rules.bettingMs);
  }

  say(atMs: number, said: string): string {
    const command = this.#parse(said);
    const { round, effects, refusal } = step(this.round, command, atMs);
    this.round = round;
    if (command.type === 'bet' && refusal === null)
      this.#betCounts.set(command.playerId, betNumber(command.betId));
    if (refusal !== null) return [refusal.code, ...effects.map(effectText)].join('; ');
    return effects.map(effectText).join('; ') || '-';
  }

  #parse(said: string): CrashCommand {
    const [verb, ...words] = said.split(/\s+/);
    const [first = '', second] = words;
    switch (verb) {
      case 'bet':
        return this.#bet(first, Number(second), words[3]);
      case 'cancel':
      case 'cashout':
        // `cashout mallory alice`: mallory asks for alice's bet.
        return { type: verb, playerId: first, betId: this.#betOf(second ?? first) };
      case 'held':
        return { type: 'stakeHeld', betId: this.#betOf(first) };
      case 'refused':
        return { type: 'stakeRefused', betId: this.#betOf(first) };
      case 'released':
        return { type: 'stakeReleased', betId: this.#betOf(first) };
      case 'kept':
        return { type: 'releaseRefused', betId: this.#betOf(first) };
      case 'booked':
        return { type: 'payoutBooked', betId: this.#betOf(first) };
      case 'launch': {
        const [at, bust, , ...players] = words;
        const betIds = players.map((player) => this.#betOf(player));
        const launchedAtMs = Number(at);
        return {
          type: 'bookClosed',
          betIds,
          betBookRoot: 'root',
          launchedAtMs,
          bustHundredths: hundredths(bust!),
        };
      }
      case 'open-until':
        return { type: 'bookStillOpen', bettingEndsAtMs: Number(first) };
      case 'stalled':
        return { type: 'stalled', fromMs: Number(first), resumesAtMs: Number(second) };
      case 'resumed':
        return { type: 'resumed', presentPlayerIds: new Set(words) };
      case 'settled':
        return { type: 'settled', hash: 'hash' };
      case 'tick':
        return { type: 'tick' };
      default:
        throw new Error(`unknown row: ${said}`);
    }
  }

  #bet(player: string, amountCoins: number, auto: string | undefined): CrashCommand {
    const betId = `${player}.${(this.#betCounts.get(player) ?? 0) + 1}`;
    return {
      type: 'bet',
      betId,
      playerId: player,
      nickname: player,
      bot: false,
      accountId: 1000,
      amountCoins,
      autoCashoutHundredths: auto === undefined ? null : hundredths(auto),
    };
  }

  #betOf(player: string): string {
    return `${player}.${this.#betCounts.get(player) ?? 0}`;
  }
}

function betNumber(betId: string): number {
  return Number(betId.split('.')[1]);
}

function effectText(effect: CrashEffect): string {
  switch (effect.type) {
    case 'holdStake':
      return `hold ${effect.bet.betId} #${effect.bet.sequence}`;
    case 'releaseStake':
      return `release ${effect.bet.betId} #${effect.sequence}`;
    case 'payOut':
      return `pay ${effect.bet.betId} ${cashoutText(effect.bet)}`;
    case 'recordGap':
      return `gap ${effect.gap.fromMs}-${effect.gap.toMs}`;
    case 'settle':
      return `settle ${multiplier(effect.bustHundredths)} @${effect.bustedAtMs}`;
    case 'closeBook':
      return 'close';
  }
}

function cashoutText(bet: Bet): string {
  const { atHundredths, payoutCoins, receivedAtMs, sequence, reason } = bet.cashout!;
  return `${multiplier(atHundredths)} ${payoutCoins} ${reason} @${receivedAtMs} #${sequence}`;
}

function multiplier(value: number): string {
  return (value / 100).toFixed(2);
}

/** `2.50` -> 250. Anything else than two decimals stays as wrong as it is. */
function hundredths(text: string): number {
  return Math.round(Number(text) * 1e6) / 1e4;
}
