import { has, isList, isText, isWhole } from './form.ts';
import type { StripMachine } from './machine.ts';

/** Hit rate and variance come from walking through every window: this many take about a second. */
const MOST_WINDOWS = 2 ** 26;
const MOST_REELS = 8;
const MOST_ROWS = 8;
const MOST_LINES = 100;
/** A game is one record: its free spins must fit into it. */
export const MOST_FREE_SPINS = 200;
const MOST_MULTIPLIER = 100;

/** Fields of a machine with strips; those of every machine were checked before. */
export function* stripProblems(machine: StripMachine): Generator<string> {
  const symbols = new Set(machine.symbols.map(({ id }) => id));
  for (const field of ['wild', 'scatter'] as const) {
    if (!symbols.has(machine[field])) yield `${field}: it is not among the machine's symbols`;
  }
  if (machine.wild === machine.scatter) yield 'scatter: it must be another symbol than the wild';
  if (!isWhole(machine.rows, 1, MOST_ROWS)) yield `rows: it must be 1 to ${MOST_ROWS}`;
  yield* windowProblems(machine, symbols);
  yield* lineProblems(machine);
  yield* linePayProblems(machine, symbols);
  yield* scatterPayProblems(machine);
  yield* freeSpinProblems(machine);
  yield* sizeProblems(machine);
}

function* windowProblems({ strips, rows }: StripMachine, symbols: ReadonlySet<string>): Generator<string> {
  if (!isList(strips) || !isWhole(strips.length, 2, MOST_REELS)) {
    yield `strips: it must be a list of 2 to ${MOST_REELS} strips`;
  }
  let windows = 1;
  for (const [reel, strip] of strips.entries()) {
    if (!isList(strip) || strip.length < rows)
      yield `strips[${reel}]: it must have a symbol for each row at least`;
    const unknown = strip.findIndex((symbol) => !symbols.has(symbol));
    if (unknown >= 0) yield `strips[${reel}][${unknown}]: it is not among the machine's symbols`;
    windows *= strip.length;
  }
  if (windows > MOST_WINDOWS) yield `strips: ${windows} windows, at most ${MOST_WINDOWS} can be proven`;
}

function* lineProblems({ lines, strips, rows }: StripMachine): Generator<string> {
  if (!isList(lines) || !isWhole(lines.length, 1, MOST_LINES))
    yield `lines: there must be 1 to ${MOST_LINES}`;
  const known = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (!isList(line) || line.length !== strips.length)
      yield `lines[${index}]: it must have a row for each reel`;
    if (!line.every((row) => isWhole(row, 0, rows - 1)))
      yield `lines[${index}]: its rows must be 0 to ${rows - 1}`;
    if (known.has(line.join())) yield `lines[${index}]: it is there twice`;
    known.add(line.join());
  }
}

function* linePayProblems(
  { linePays, strips, wild, scatter }: StripMachine,
  symbols: ReadonlySet<string>,
): Generator<string> {
  if (!isList(linePays)) yield 'linePays: it must be a list';
  const reels = strips.length;
  const bySymbol = new Map<string, number[]>();
  for (const [index, pay] of linePays.entries()) {
    const field = `linePays[${index}]`;
    if (!has(pay, 'symbol', 'count', 'payHundredths') || !isText(pay.symbol) || !symbols.has(pay.symbol)) {
      yield `${field}.symbol: it is not among the machine's symbols`;
    }
    if (pay.symbol === scatter) yield `${field}.symbol: scatters pay by scatterPays`;
    if (!isWhole(pay.count, 1, reels)) yield `${field}.count: it must be 1 to ${reels}`;
    if (!isWhole(pay.payHundredths, 1)) yield `${field}.payHundredths: it must be a whole number from 1`;
    const pays = bySymbol.get(pay.symbol) ?? [];
    if (pays[pay.count] !== undefined) yield `${field}: ${pay.count} x "${pay.symbol}" is there twice`;
    pays[pay.count] = pay.payHundredths;
    bySymbol.set(pay.symbol, pays);
  }
  for (const [symbol, pays] of bySymbol) {
    const shortest = pays.findIndex((pay) => pay !== undefined);
    for (let count = shortest + 1; count <= reels; count += 1) {
      // One symbol more must never pay less: the player would lose by luck.
      if (!(pays[count]! >= pays[count - 1]!))
        yield `linePays: ${count} x "${symbol}" must pay at least as ${count - 1}`;
    }
  }
  if (strips.every((strip) => strip.includes(wild)) && bySymbol.get(wild)?.[reels] === undefined) {
    yield `linePays: a line of wilds can come up, ${reels} x "${wild}" must pay`;
  }
}

function* scatterPayProblems({ scatterPays }: StripMachine): Generator<string> {
  if (!isList(scatterPays)) yield 'scatterPays: it must be a list';
  let before = { count: 0, payHundredths: 0 };
  for (const [index, pay] of scatterPays.entries()) {
    if (!has(pay, 'count', 'payHundredths') || !isWhole(pay.count, before.count + 1)) {
      yield `scatterPays[${index}].count: the counts must ascend from 1`;
    }
    if (!isWhole(pay.payHundredths, Math.max(1, before.payHundredths))) {
      yield `scatterPays[${index}].payHundredths: it must be at least what fewer scatters pay`;
    }
    before = pay;
  }
}

function* freeSpinProblems({ freeSpins }: StripMachine): Generator<string> {
  if (!has(freeSpins, 'scatters', 'spins', 'multiplier', 'mostSpins')) {
    yield 'freeSpins: it needs scatters, spins, multiplier and mostSpins';
  }
  const { scatters, spins, multiplier, mostSpins } = freeSpins;
  if (!isWhole(scatters, 1)) yield 'freeSpins.scatters: it must be a whole number from 1';
  if (!isWhole(spins, 1)) yield 'freeSpins.spins: it must be a whole number from 1';
  if (!isWhole(multiplier, 1, MOST_MULTIPLIER))
    yield `freeSpins.multiplier: it must be 1 to ${MOST_MULTIPLIER}`;
  if (!isWhole(mostSpins, spins, MOST_FREE_SPINS))
    yield `freeSpins.mostSpins: it must be spins to ${MOST_FREE_SPINS}`;
}

function* sizeProblems({
  linePays,
  scatterPays,
  lines,
  freeSpins,
  betSteps,
}: StripMachine): Generator<string> {
  const highest = (pays: readonly { payHundredths: number }[]) =>
    Math.max(0, ...pays.map(({ payHundredths }) => payHundredths));
  const turn = lines.length * highest(linePays) + highest(scatterPays);
  const game = turn * (1 + freeSpins.mostSpins * freeSpins.multiplier) * betSteps.at(-1)!;
  if (!Number.isSafeInteger(game))
    yield 'betSteps: the highest stake times the highest pay is not exact any more';
}
