import { evenChances } from '../fairness/pick.ts';
import { toNumber } from '../rational.ts';
import type { StripMachine } from './machine.ts';
import { payOf, scatterPay, scattersShown, symbolAt } from './strips.ts';

/** Of turns of one kind, each weighed by its chance; pays in hundredths of the stake. */
export interface TurnMoments {
  chance: number;
  first: number;
  second: number;
  /** The chance of one that pays nothing. */
  nothing: number;
}

export interface Turns {
  missed: TurnMoments;
  /** Turns that win free spins. */
  triggered: TurnMoments;
  /** Chances of a paid spin's `result`. */
  results: Map<string, number>;
}

/** A line while its symbols still match: its symbol (null: wilds only), and how many wilds lead it. */
interface Open {
  line: number;
  symbol: string | null;
  wilds: number;
}

/** Windows that are alike so far: the same lines go on, as much is paid, as many scatters are shown. */
interface Alike {
  open: readonly Open[];
  paid: number;
  scatters: number;
  chance: number;
}

/**
 * All windows, reel by reel; those that are alike are counted as one from there on. A window's pay is settled as soon
 * as no line goes on, which is early for most: what the other reels show then counts by their scatters only. So 32^5
 * windows take well under a second.
 */
export function enumerateTurns(machine: StripMachine): Turns {
  const missed = noTurns();
  const triggered = noTurns();
  const results = new Map<string, number>();
  const chances = machine.strips.map((strip) => evenChances(strip.length).map(toNumber));
  const later = scattersFrom(machine, chances);

  function settle({ paid, scatters, chance }: Omit<Alike, 'open'>): void {
    const scatterPays = scatterPay(machine, scatters);
    const isTrigger = scatters >= machine.freeSpins.scatters;
    count(isTrigger ? triggered : missed, paid + scatterPays, chance);
    const result = isTrigger ? 'freeSpins' : paid > 0 ? 'line' : scatterPays > 0 ? 'scatter' : 'none';
    results.set(result, (results.get(result) ?? 0) + chance);
  }

  const all = machine.lines.map((_, line): Open => ({ line, symbol: null, wilds: 0 }));
  let going: Alike[] = [{ open: all, paid: 0, scatters: 0, chance: 1 }];
  machine.strips.forEach((strip, reel) => {
    const shown = strip.map((_, stop) => scattersShown(machine, reel, stop));
    const next = new Map<string, Alike>();
    for (const before of going) {
      for (let stop = 0; stop < strip.length; stop += 1) {
        const after = turned(machine, before, reel, stop);
        after.scatters += shown[stop]!;
        after.chance *= chances[reel]![stop]!;
        if (after.open.length > 0) merge(next, after);
        else {
          later[reel + 1]!.forEach((share, more) => {
            if (share > 0)
              settle({ ...after, scatters: after.scatters + more, chance: after.chance * share });
          });
        }
      }
    }
    going = [...next.values()];
  });
  for (const { open, paid, scatters, chance } of going) {
    const rest = open.reduce((total, line) => total + ended(machine, line, machine.strips.length), 0);
    settle({ paid: paid + rest, scatters, chance });
  }
  return { missed, triggered, results };
}

/** With one more reel at this stop: the lines that go on, and what those paid that don't. */
function turned(machine: StripMachine, before: Alike, reel: number, stop: number): Alike {
  const open: Open[] = [];
  let { paid } = before;
  for (const line of before.open) {
    const symbol = symbolAt(machine.strips[reel]!, stop, machine.lines[line.line]![reel]!);
    const next = advanced(machine, line, symbol);
    if (next === null) paid += ended(machine, line, reel);
    else open.push(next);
  }
  return { ...before, open, paid };
}

function merge(into: Map<string, Alike>, windows: Alike): void {
  const { open, paid, scatters } = windows;
  // Symbols are named by whoever wrote the table: no text between them is safe.
  const key = JSON.stringify([paid, scatters, open]);
  const known = into.get(key);
  if (known === undefined) into.set(key, windows);
  else known.chance += windows.chance;
}

/** A line with one more symbol; null if it ends before it. */
function advanced({ wild, scatter }: StripMachine, line: Open, symbol: string): Open | null {
  if (symbol === wild) return line.symbol === null ? { ...line, wilds: line.wilds + 1 } : line;
  if (line.symbol === null) return symbol === scatter ? null : { ...line, symbol };
  return line.symbol === symbol ? line : null;
}

function ended(machine: StripMachine, { symbol, wilds }: Open, count: number): number {
  const asSymbol = symbol === null ? 0 : payOf(machine, symbol, count);
  return Math.max(asSymbol, wilds === 0 ? 0 : payOf(machine, machine.wild, wilds));
}

/** Per reel: the chances of the number of scatters on it and all after it. */
function scattersFrom(machine: StripMachine, chances: readonly number[][]): number[][] {
  const from: number[][] = [[1]];
  for (let reel = chances.length - 1; reel >= 0; reel -= 1) {
    const after = from[0]!;
    const here = Array.from({ length: after.length + machine.rows }, () => 0);
    chances[reel]!.forEach((chance, stop) => {
      const shown = scattersShown(machine, reel, stop);
      after.forEach((share, count) => {
        here[count + shown]! += chance * share;
      });
    });
    from.unshift(here);
  }
  return from;
}

function noTurns(): TurnMoments {
  return { chance: 0, first: 0, second: 0, nothing: 0 };
}

function count(turns: TurnMoments, payHundredths: number, chance: number): void {
  turns.chance += chance;
  turns.first += chance * payHundredths;
  turns.second += chance * payHundredths ** 2;
  if (payHundredths === 0) turns.nothing += chance;
}
