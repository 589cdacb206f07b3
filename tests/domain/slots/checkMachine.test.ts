import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import { checkMachine } from '../../../domain/slots/checkMachine.ts';
import type { SlotMachine } from '../../../domain/slots/machine.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { spin } from '../../../domain/slots/spin.ts';
import { linesOf } from './script.ts';
import { HARBOUR, ORCHARD } from './thirdMachine.ts';

test.each([neon3, cascade5, HARBOUR, ORCHARD])('[SL24] $machine can be played', (machine) => {
  expect(checkMachine(machine)).toBe(null);
});

test('[SL24] machines that no code knows are played by their data', () => {
  const pair = { serverSeed: 'f'.repeat(64), clientSeed: 'third', nonce: 0 };
  const results = (machine: SlotMachine) =>
    new Set(
      Array.from({ length: 2000 }, (_, nonce) => {
        return spin(machine, { ...pair, nonce }, machine.betSteps.at(-1)!, 0).outcome.result;
      }),
    );
  expect([...results(HARBOUR)].toSorted()).toEqual(['freeSpins', 'line', 'none', 'scatter']);
  expect([...results(ORCHARD)].toSorted()).toEqual(['jackpot', 'none', 'pair', 'triple']);
});

/** Sets one field, `a.0.b`, of a copy; `-` takes it out. Answers the problem's field. */
function problemOf(machine: SlotMachine, path: string, value: string): string | null {
  const copy = structuredClone(machine) as object;
  const names = path.split('.');
  const last = names.pop()!;
  let at = copy as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === '-') delete at[last];
  else at[last] = JSON.parse(value);
  return checkMachine(copy as SlotMachine)?.split(':')[0] ?? null;
}

/** Rows of `field = JSON -> the field that the problem opens with`. */
function refuses(machine: SlotMachine, rows: string): void {
  for (const row of linesOf(rows)) {
    const [, path, value, field] = /^(\S+) += (.+?) +-> (\S+)$/.exec(row)!;
    expect(problemOf(machine, path!, value!), row).toBe(field);
  }
}

describe('[SL24] what breaks a rule is refused, naming the field:', () => {
  test('what every machine has', () => {
    refuses(
      neon3,
      `
      game          = "gacha"          -> game
      kind          = "wheel"          -> kind
      kind          = -                -> machine
      machine       = "Neon 3"         -> machine
      machine       = 3                -> machine
      name          = {"en":"Neon"}    -> name
      name          = null             -> name
      betSteps      = []               -> betSteps
      betSteps      = "100"            -> betSteps
      betSteps      = [100,250]        -> betSteps[1]
      betSteps      = [0]              -> betSteps[0]
      betSteps      = [200,100]        -> betSteps[1]
      betSteps      = [100,100]        -> betSteps[1]
      symbols       = {}               -> symbols
      symbols.1     = null             -> symbols[1].id
      symbols.1.id  = "seven"          -> symbols[1].id
      symbols.2.art = ""               -> symbols[2].art
      symbols.2.name.ko = ""           -> symbols[2].name
    `,
    );
  });

  test('weighted machines', () => {
    refuses(
      neon3,
      `
      reels             = null                     -> reels
      reels.2           = -                        -> reels
      reels.2           = null                     -> reels[2]
      reels             = [[],[]]                  -> reels
      reels.0           = []                       -> reels[0]
      reels.1.3.symbol  = "moon"                   -> reels[1][3].symbol
      reels.1.3         = null                     -> reels[1][3].symbol
      reels.1.3.weight  = 0                        -> reels[1][3].weight
      reels.1.3.weight  = 1.5                      -> reels[1][3].weight
      reels.1.3.weight  = 9000000                  -> reels[1]
      triples           = 3                        -> triples
      triples.0.payHundredths = -100               -> triples[0].payHundredths
      triples.0.payHundredths = 1e15               -> triples[0].payHundredths
      triples.1.symbol  = "seven"                  -> triples[1].symbol
      pairs.0.symbol    = "moon"                   -> pairs[0].symbol
      pairs.0.payHundredths = 1                    -> pairs[0].payHundredths
      jackpotSymbol     = "moon"                   -> jackpotSymbol
      streak            = -                        -> streak
      streak.mostHundredths = 101                  -> streak.mostHundredths
      streak.perWinHundredths = 0                  -> streak.perWinHundredths
      variationHundredths = -1                     -> variationHundredths
      triples.0.payHundredths = 40000              -> pays
      triples.0.payHundredths = 100                -> pays
    `,
    );
  });

  test('machines with strips', () => {
    refuses(
      cascade5,
      `
      wild              = "joker"                  -> wild
      scatter           = "wild"                   -> scatter
      rows              = 0                        -> rows
      strips            = []                       -> strips
      strips.0          = ["coin"]                 -> strips[0]
      strips.0          = null                     -> strips[0]
      strips.4.7        = "joker"                  -> strips[4][7]
      lines             = []                       -> lines
      lines.3           = [1,1,1]                  -> lines[3]
      lines.3           = [0,1,2,3,0]              -> lines[3]
      lines.3           = [1,1,1,1,1]              -> lines[3]
      linePays          = null                     -> linePays
      linePays.0.symbol = "scatter"                -> linePays[0].symbol
      linePays.0.symbol = "joker"                  -> linePays[0].symbol
      linePays.0.count  = 6                        -> linePays[0].count
      linePays.1.count  = 3                        -> linePays[1]
      linePays.2.payHundredths = 100               -> linePays
      linePays.0.payHundredths = 0                 -> linePays[0].payHundredths
      scatterPays       = {}                       -> scatterPays
      scatterPays.1.count = 3                      -> scatterPays[1].count
      scatterPays.1.payHundredths = 10             -> scatterPays[1].payHundredths
      freeSpins         = -                        -> freeSpins
      freeSpins.scatters = 0                       -> freeSpins.scatters
      freeSpins.spins   = 0                        -> freeSpins.spins
      freeSpins.multiplier = 0.5                   -> freeSpins.multiplier
      freeSpins.mostSpins = 9                      -> freeSpins.mostSpins
      freeSpins.mostSpins = 100000                 -> freeSpins.mostSpins
      freeSpins.multiplier = 3                     -> pays
      scatterPays.2.payHundredths = 1e12           -> betSteps
    `,
    );
  });

  test('a full line of wilds that pays nothing', () => {
    const pays = HARBOUR.linePays.filter(({ symbol }) => symbol !== 'tide');
    expect(checkMachine({ ...HARBOUR, linePays: pays })).toBe(
      'linePays: a line of wilds can come up, 3 x "tide" must pay',
    );
  });

  test('more windows than can be proven', () => {
    const strips = cascade5.strips.map((strip) => [...strip, ...strip]);
    expect(checkMachine({ ...cascade5, strips })).toBe(
      'strips: 1073741824 windows, at most 67108864 can be proven',
    );
  });
});

test.each([null, 'neon3', 3, [], {}])('[SL24] %j is no machine', (value) => {
  expect(checkMachine(value as unknown as SlotMachine)).toMatch(/^machine: /);
});

/** Every path of a value, such as `reels.0.1.weight`. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, part]) =>
    pathsOf(part, path === '' ? name : `${path}.${name}`),
  );
  return path === '' ? below : [path, ...below];
}

test('[SL24] whatever stands in whichever field, the answer is a line or none, never an exception', () => {
  const junk = fc.constantFrom(
    '-',
    'null',
    '0',
    '-1',
    '1.5',
    '1e300',
    '""',
    '"x"',
    '[]',
    '{}',
    '[null]',
    'true',
  );
  for (const machine of [HARBOUR, ORCHARD]) {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(machine)), junk, (path, value) => {
        const field = problemOf(machine, path, value);
        expect(field === null || /^[a-zA-Z]/.test(field)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  }
});
