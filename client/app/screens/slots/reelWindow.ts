import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import type { SlotTurn, SlotWin } from '../../../sdk/index.ts';

export type MachineSymbol = SlotMachine['symbols'][number];

/** The symbols on view when the reels stopped there: by reel, from the top. */
export function windowAt(machine: SlotMachine, stops: readonly number[]): MachineSymbol[][] {
  return stops.map((stop, reel) => {
    const ring = reelSymbols(machine, reel);
    return Array.from({ length: rowsOf(machine) }, (_, row) =>
      symbolOf(machine, ring[(stop + row) % ring.length]!),
    );
  });
}

export function rowsOf(machine: SlotMachine): number {
  return machine.kind === 'strips' ? machine.rows : 1;
}

export function reelsOf(machine: SlotMachine): number {
  return machine.kind === 'strips' ? machine.strips.length : machine.reels.length;
}

/** The ids that a reel can show, in their order. */
export function reelSymbols(machine: SlotMachine, reel: number): string[] {
  if (machine.kind === 'strips') return machine.strips[reel]!;
  return machine.reels[reel]!.map(({ symbol }) => symbol);
}

export function symbolOf(machine: SlotMachine, id: string): MachineSymbol {
  return machine.symbols.find((symbol) => symbol.id === id) ?? { id, name: { en: id, ko: id }, art: id };
}

/** The row of each reel that a win runs through; null where the reel has no part in it. */
export function rowsOfWin(machine: SlotMachine, stops: readonly number[], win: SlotWin): (number | null)[] {
  const shown = windowAt(machine, stops);
  const standIns = machine.kind === 'strips' ? [win.symbol, machine.wild] : [win.symbol];
  if (machine.kind === 'weighted' || win.line < 0) {
    return shown.map((cells) => {
      const row = cells.findIndex(({ id }) => id === win.symbol);
      return row < 0 ? null : row;
    });
  }
  const line = machine.lines[win.line] ?? [];
  return shown.map((cells, reel) => {
    const row = line[reel] ?? 0;
    return reel < win.count && standIns.includes(cells[row]?.id ?? '') ? row : null;
  });
}

/** Whether a cell of the window has part in one of the turn's wins. */
export function winningCells(
  machine: SlotMachine,
  { stops, lines }: SlotTurn,
): (reel: number, row: number) => boolean {
  const rows = lines.map((win) => rowsOfWin(machine, stops, win));
  return (reel, row) => rows.some((win) => win[reel] === row);
}

/** What a cell looks like: part of a win of the counted turn, beside one, or as always; null: no turn is counted. */
export function cellClasses(
  machine: SlotMachine,
  turn: SlotTurn | null,
): (reel: number, row: number) => string {
  if (turn === null || turn.lines.length === 0) return () => 'cell';
  const wins = winningCells(machine, turn);
  return (reel, row) => (wins(reel, row) ? 'cell cell-won' : 'cell cell-beaten');
}
