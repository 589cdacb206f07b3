import type { StripMachine, WeightedMachine } from '../../../domain/slots/machine.ts';

/**
 * Machines that exist as data only. This one is as unlike ours as may be: three reels of unlike length, none a power of
 * two, two rows, wilds on every reel and paying alone, a single symbol that pays, scatters that pay without free
 * spins, retriggers that run into the bound.
 */
export const HARBOUR: StripMachine = {
  game: 'slots',
  kind: 'strips',
  machine: 'harbour',
  name: { en: 'Harbour', ko: '항구' },
  betSteps: [300, 700],
  symbols: ['anchor', 'buoy', 'crab', 'gull', 'tide', 'lamp'].map((id) => ({
    id,
    name: { en: id, ko: id },
    art: id,
  })),
  rows: 2,
  strips: [
    ['anchor', 'buoy', 'crab', 'tide', 'crab', 'buoy', 'lamp'],
    ['crab', 'tide', 'buoy', 'lamp', 'gull', 'anchor'],
    ['gull', 'anchor', 'lamp', 'crab', 'tide', 'buoy', 'buoy', 'crab', 'gull'],
  ],
  lines: [
    [0, 0, 0],
    [1, 1, 1],
    [0, 1, 0],
  ],
  wild: 'tide',
  scatter: 'lamp',
  linePays: [
    { symbol: 'anchor', count: 1, payHundredths: 4 },
    { symbol: 'anchor', count: 2, payHundredths: 16 },
    { symbol: 'anchor', count: 3, payHundredths: 130 },
    { symbol: 'buoy', count: 3, payHundredths: 50 },
    { symbol: 'crab', count: 3, payHundredths: 25 },
    { symbol: 'tide', count: 2, payHundredths: 16 },
    { symbol: 'tide', count: 3, payHundredths: 300 },
  ],
  scatterPays: [
    { count: 1, payHundredths: 2 },
    { count: 2, payHundredths: 8 },
  ],
  freeSpins: { scatters: 2, spins: 3, multiplier: 3, mostSpins: 7 },
};

/** Weights that add up to no power of two, a symbol twice on a reel, no streak. */
export const ORCHARD: WeightedMachine = {
  game: 'slots',
  kind: 'weighted',
  machine: 'orchard',
  name: { en: 'Orchard', ko: '과수원' },
  betSteps: [100, 100_000],
  symbols: ['plum', 'pear', 'fig'].map((id) => ({ id, name: { en: id, ko: id }, art: id })),
  reels: [
    [
      { symbol: 'plum', weight: 1 },
      { symbol: 'fig', weight: 2 },
      { symbol: 'pear', weight: 3 },
      { symbol: 'fig', weight: 1 },
    ],
    [
      { symbol: 'plum', weight: 1 },
      { symbol: 'pear', weight: 2 },
      { symbol: 'fig', weight: 3 },
    ],
    [
      { symbol: 'fig', weight: 5 },
      { symbol: 'pear', weight: 3 },
      { symbol: 'plum', weight: 1 },
    ],
  ],
  triples: [
    { symbol: 'plum', payHundredths: 7000 },
    { symbol: 'pear', payHundredths: 600 },
  ],
  pairs: [{ symbol: 'fig', payHundredths: 130 }],
  jackpotSymbol: 'plum',
  streak: { perWinHundredths: 0, mostHundredths: 0 },
  variationHundredths: 0,
};
