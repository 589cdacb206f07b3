import type { Names } from '../games/names.ts';

/** A slot machine as data: it drives the draw, the published odds, the pay table and the verifier (FAIRNESS F3). */
export type SlotMachine = WeightedMachine | StripMachine;

type Common = {
  game: 'slots';
  machine: string;
  name: Names;
  /** The stakes that it takes: multiples of 100 coins, ascending. */
  betSteps: number[];
  /** `art` names a drawing of the client's; one that it does not know is drawn as a tile with the name. */
  symbols: { id: string; name: Names; art: string }[];
};

/** One row: each reel shows one symbol, drawn by weight. Pays are hundredths of the stake. */
export type WeightedMachine = Common & {
  kind: 'weighted';
  /** Per reel, in the order of the draw. */
  reels: { symbol: string; weight: number }[][];
  /** All reels the same. */
  triples: { symbol: string; payHundredths: number }[];
  /** Exactly two the same, anywhere. */
  pairs: { symbol: string; payHundredths: number }[];
  jackpotSymbol: string;
  /** What each win in a row adds to the next win, up to the most; per player, machine and stake. */
  streak: { perWinHundredths: number; mostHundredths: number };
  /** A win is varied by a drawn whole number of hundredths, from minus to plus this. */
  variationHundredths: number;
};

/** A window of `rows` over strips, with pay lines, wilds, scatters and free spins. Pays are hundredths of the stake. */
export type StripMachine = Common & {
  kind: 'strips';
  rows: number;
  strips: string[][];
  /** Per line the row of each reel. */
  lines: number[][];
  wild: string;
  scatter: string;
  /** Of a line, by symbol and count from the left. */
  linePays: { symbol: string; count: number; payHundredths: number }[];
  /** Of scatters anywhere. */
  scatterPays: { count: number; payHundredths: number }[];
  freeSpins: { scatters: number; spins: number; multiplier: number; mostSpins: number };
};
