import type { WeightedMachine } from './machine.ts';

/** Neon signs of a city at night. A reel's weights add up to 64, so that no symbol is favoured by rounding. */
const neon3: WeightedMachine = {
  game: 'slots',
  kind: 'weighted',
  machine: 'neon3',
  name: { en: 'Neon Three', ko: '네온 3' },
  betSteps: [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
  symbols: [
    { id: 'seven', name: { en: 'Seven', ko: '세븐' }, art: 'seven' },
    { id: 'diamond', name: { en: 'Diamond', ko: '다이아몬드' }, art: 'diamond' },
    { id: 'bell', name: { en: 'Bell', ko: '벨' }, art: 'bell' },
    { id: 'bar', name: { en: 'Bar', ko: '바' }, art: 'bar' },
    { id: 'cherry', name: { en: 'Cherry', ko: '체리' }, art: 'cherry' },
    { id: 'lemon', name: { en: 'Lemon', ko: '레몬' }, art: 'lemon' },
  ],
  reels: [
    [
      { symbol: 'seven', weight: 5 },
      { symbol: 'diamond', weight: 6 },
      { symbol: 'bell', weight: 9 },
      { symbol: 'bar', weight: 12 },
      { symbol: 'cherry', weight: 14 },
      { symbol: 'lemon', weight: 18 },
    ],
    [
      { symbol: 'seven', weight: 4 },
      { symbol: 'diamond', weight: 7 },
      { symbol: 'bell', weight: 10 },
      { symbol: 'bar', weight: 11 },
      { symbol: 'cherry', weight: 14 },
      { symbol: 'lemon', weight: 18 },
    ],
    [
      { symbol: 'seven', weight: 4 },
      { symbol: 'diamond', weight: 6 },
      { symbol: 'bell', weight: 10 },
      { symbol: 'bar', weight: 12 },
      { symbol: 'cherry', weight: 13 },
      { symbol: 'lemon', weight: 19 },
    ],
  ],
  triples: [
    { symbol: 'seven', payHundredths: 15_000 },
    { symbol: 'diamond', payHundredths: 6000 },
    { symbol: 'bell', payHundredths: 2500 },
    { symbol: 'bar', payHundredths: 1500 },
    { symbol: 'cherry', payHundredths: 1000 },
    { symbol: 'lemon', payHundredths: 500 },
  ],
  pairs: [
    { symbol: 'seven', payHundredths: 500 },
    { symbol: 'diamond', payHundredths: 300 },
    { symbol: 'bell', payHundredths: 200 },
    { symbol: 'bar', payHundredths: 100 },
    { symbol: 'cherry', payHundredths: 100 },
  ],
  jackpotSymbol: 'seven',
  streak: { perWinHundredths: 5, mostHundredths: 20 },
  variationHundredths: 5,
};

export default neon3;
