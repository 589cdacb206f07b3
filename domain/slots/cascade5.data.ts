import type { StripMachine } from './machine.ts';

/**
 * A sky of falling stars. Strips of 32 stops, a power of two, so that no stop is favoured by rounding; one star
 * gate a strip, comets on the three reels in the middle.
 */
const cascade5: StripMachine = {
  game: 'slots',
  kind: 'strips',
  machine: 'cascade5',
  name: { en: 'Star Cascade', ko: '별빛 폭포' },
  betSteps: [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
  symbols: [
    { id: 'wild', name: { en: 'Comet', ko: '혜성' }, art: 'wild' },
    { id: 'scatter', name: { en: 'Stargate', ko: '별의 문' }, art: 'scatter' },
    { id: 'crown', name: { en: 'Crown', ko: '왕관' }, art: 'crown' },
    { id: 'planet', name: { en: 'Planet', ko: '행성' }, art: 'planet' },
    { id: 'moon', name: { en: 'Moon', ko: '달' }, art: 'moon' },
    { id: 'star', name: { en: 'Star', ko: '별' }, art: 'star' },
    { id: 'diamond', name: { en: 'Diamond', ko: '다이아몬드' }, art: 'diamond' },
    { id: 'clover', name: { en: 'Clover', ko: '클로버' }, art: 'clover' },
    { id: 'bell', name: { en: 'Bell', ko: '종' }, art: 'bell' },
    { id: 'coin', name: { en: 'Coin', ko: '동전' }, art: 'coin' },
  ],
  rows: 3,
  // biome-ignore format: a strip a line
  strips: [
    ['coin', 'star', 'planet', 'diamond', 'bell', 'coin', 'star', 'coin', 'bell', 'bell', 'clover', 'bell', 'bell', 'moon', 'star', 'crown', 'coin', 'clover', 'scatter', 'star', 'diamond', 'moon', 'diamond', 'diamond', 'planet', 'coin', 'clover', 'clover', 'coin', 'crown', 'moon', 'clover'],
    ['clover', 'coin', 'coin', 'clover', 'bell', 'diamond', 'bell', 'planet', 'bell', 'bell', 'crown', 'clover', 'moon', 'planet', 'coin', 'star', 'star', 'clover', 'diamond', 'coin', 'bell', 'star', 'planet', 'crown', 'wild', 'coin', 'clover', 'moon', 'scatter', 'moon', 'diamond', 'diamond'],
    ['diamond', 'bell', 'bell', 'moon', 'coin', 'planet', 'bell', 'crown', 'coin', 'moon', 'clover', 'diamond', 'clover', 'wild', 'clover', 'star', 'star', 'wild', 'coin', 'crown', 'coin', 'diamond', 'coin', 'clover', 'scatter', 'star', 'bell', 'bell', 'planet', 'star', 'moon', 'diamond'],
    ['crown', 'planet', 'clover', 'clover', 'moon', 'star', 'moon', 'bell', 'planet', 'diamond', 'coin', 'bell', 'diamond', 'bell', 'bell', 'scatter', 'crown', 'clover', 'diamond', 'bell', 'planet', 'wild', 'coin', 'coin', 'clover', 'star', 'star', 'coin', 'moon', 'diamond', 'star', 'coin'],
    ['coin', 'diamond', 'diamond', 'moon', 'moon', 'bell', 'diamond', 'star', 'coin', 'clover', 'bell', 'coin', 'star', 'planet', 'moon', 'crown', 'clover', 'clover', 'star', 'bell', 'star', 'clover', 'scatter', 'planet', 'coin', 'planet', 'clover', 'diamond', 'coin', 'crown', 'bell', 'coin'],
  ],
  // biome-ignore format: a line a line
  lines: [
    [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [2, 2, 2, 2, 2], [0, 1, 2, 1, 0],
    [2, 1, 0, 1, 2], [0, 0, 1, 0, 0], [2, 2, 1, 2, 2], [1, 0, 0, 0, 1],
    [1, 2, 2, 2, 1], [1, 0, 1, 0, 1], [1, 2, 1, 2, 1], [0, 1, 0, 1, 0],
    [2, 1, 2, 1, 2], [0, 1, 1, 1, 0], [2, 1, 1, 1, 2], [1, 1, 0, 1, 1],
    [1, 1, 2, 1, 1], [0, 0, 2, 0, 0], [2, 2, 0, 2, 2], [0, 2, 2, 2, 0],
  ],
  wild: 'wild',
  scatter: 'scatter',
  linePays: [
    { symbol: 'crown', count: 3, payHundredths: 500 },
    { symbol: 'crown', count: 4, payHundredths: 2500 },
    { symbol: 'crown', count: 5, payHundredths: 20_000 },
    { symbol: 'planet', count: 3, payHundredths: 300 },
    { symbol: 'planet', count: 4, payHundredths: 1200 },
    { symbol: 'planet', count: 5, payHundredths: 7500 },
    { symbol: 'moon', count: 3, payHundredths: 180 },
    { symbol: 'moon', count: 4, payHundredths: 750 },
    { symbol: 'moon', count: 5, payHundredths: 3000 },
    { symbol: 'star', count: 3, payHundredths: 100 },
    { symbol: 'star', count: 4, payHundredths: 400 },
    { symbol: 'star', count: 5, payHundredths: 2000 },
    { symbol: 'diamond', count: 3, payHundredths: 80 },
    { symbol: 'diamond', count: 4, payHundredths: 300 },
    { symbol: 'diamond', count: 5, payHundredths: 1500 },
    { symbol: 'clover', count: 3, payHundredths: 60 },
    { symbol: 'clover', count: 4, payHundredths: 150 },
    { symbol: 'clover', count: 5, payHundredths: 600 },
    { symbol: 'bell', count: 3, payHundredths: 50 },
    { symbol: 'bell', count: 4, payHundredths: 150 },
    { symbol: 'bell', count: 5, payHundredths: 600 },
    { symbol: 'coin', count: 3, payHundredths: 30 },
    { symbol: 'coin', count: 4, payHundredths: 120 },
    { symbol: 'coin', count: 5, payHundredths: 500 },
  ],
  scatterPays: [
    { count: 3, payHundredths: 300 },
    { count: 4, payHundredths: 1000 },
    { count: 5, payHundredths: 5000 },
  ],
  freeSpins: { scatters: 3, spins: 10, multiplier: 2, mostSpins: 50 },
};

export default cascade5;
