import { pick } from '../fairness/pick.ts';
import type { SlotWin } from '../protocol/slots.ts';
import type { StripMachine } from './machine.ts';

/** One turn of the strips. */
export interface StripTurn {
  stops: number[];
  wins: SlotWin[];
  /** Before the free spins' multiplier. */
  payHundredths: number;
  scatters: number;
}

/** A float per reel, in their order: where it stops. */
export function turnStrips(machine: StripMachine, next: () => number): StripTurn {
  return turnAt(
    machine,
    machine.strips.map((strip) => pick(next(), strip.length)),
  );
}

/** What the window at these stops pays: every line, and the scatters anywhere. */
export function turnAt(machine: StripMachine, stops: number[]): StripTurn {
  const wins: SlotWin[] = [];
  const symbols: string[] = [];
  for (let line = 0; line < machine.lines.length; line += 1) {
    const rows = machine.lines[line]!;
    for (let reel = 0; reel < stops.length; reel += 1) {
      symbols[reel] = symbolAt(machine.strips[reel]!, stops[reel]!, rows[reel]!);
    }
    const win = linePay(machine, symbols);
    if (win !== null) wins.push({ line, ...win });
  }
  const scatters = scattersAt(machine, stops);
  const paid = scatterPay(machine, scatters);
  if (paid > 0) wins.push({ line: -1, symbol: machine.scatter, count: scatters, payHundredths: paid });
  let payHundredths = 0;
  for (const win of wins) payHundredths += win.payHundredths;
  return { stops, wins, payHundredths, scatters };
}

/** What a reel shows in a row when it stopped there: a strip is a ring. */
export function symbolAt(strip: readonly string[], stop: number, row: number): string {
  return strip[(stop + row) % strip.length]!;
}

/**
 * A line pays for its first symbol that is no wild, with wilds standing for it, from the left. Wilds that lead
 * the line also pay as themselves where the table has them; the higher pays, the first of the two at a tie.
 */
export function linePay(machine: StripMachine, symbols: readonly string[]): Omit<SlotWin, 'line'> | null {
  const { wild, scatter } = machine;
  let wilds = 0;
  while (wilds < symbols.length && symbols[wilds] === wild) wilds += 1;
  const symbol = symbols[wilds];
  let count = wilds;
  if (symbol !== undefined && symbol !== scatter) {
    while (count < symbols.length && (symbols[count] === symbol || symbols[count] === wild)) count += 1;
  }
  const asSymbol = count > wilds ? payOf(machine, symbol!, count) : 0;
  const asWilds = wilds > 0 ? payOf(machine, wild, wilds) : 0;
  if (asSymbol === 0 && asWilds === 0) return null;
  return asSymbol >= asWilds
    ? { symbol: symbol!, count, payHundredths: asSymbol }
    : { symbol: wild, count: wilds, payHundredths: asWilds };
}

/** By exactly this count; 0 if the table has no such row. */
export function payOf({ linePays }: StripMachine, symbol: string, count: number): number {
  for (const pay of linePays) if (pay.count === count && pay.symbol === symbol) return pay.payHundredths;
  return 0;
}

/** Of the row with the highest count that is reached: scatters beyond the table's last row pay as that. */
export function scatterPay({ scatterPays }: StripMachine, scatters: number): number {
  let best = 0;
  let bestCount = 0;
  for (const { count, payHundredths } of scatterPays) {
    if (count <= scatters && count > bestCount) [best, bestCount] = [payHundredths, count];
  }
  return best;
}

function scattersAt(machine: StripMachine, stops: readonly number[]): number {
  let scatters = 0;
  for (let reel = 0; reel < stops.length; reel += 1) {
    scatters += scattersShown(machine, reel, stops[reel]!);
  }
  return scatters;
}

/** How many scatters a reel shows when it stopped there. */
export function scattersShown({ strips, rows, scatter }: StripMachine, reel: number, stop: number): number {
  let shown = 0;
  for (let row = 0; row < rows; row += 1) if (symbolAt(strips[reel]!, stop, row) === scatter) shown += 1;
  return shown;
}

/** Free spins that a turn adds: none beyond `mostSpins` of one game. */
export function spinsWon({ freeSpins }: StripMachine, scatters: number, wonBefore: number): number {
  if (scatters < freeSpins.scatters) return 0;
  return Math.min(freeSpins.spins, freeSpins.mostSpins - wonBefore);
}
