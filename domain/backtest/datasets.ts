import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { Bars } from './bars.ts';
import type { PreviewPoint } from './preview.ts';

/** Data sets of their own that one player may keep. */
export const MOST_DATASETS = 50;
export const MOST_NAME_LENGTH = 80;

/** A data set as lists show it. The same data are one stored copy, however many sets name them. */
export interface Dataset {
  id: string;
  name: string;
  /** SHA-256 of the packed columns (`packedBars.ts`): the same data by another route have the same one. */
  sha256: string;
  bars: number;
  /** First and last bar. */
  fromMs: number;
  toMs: number;
  /** The usual step from bar to bar, such as `1d` (`interval.ts`). */
  interval: string;
  /** Everyone's, made by the server. */
  readyMade: boolean;
  createdAtMs: number;
}

export interface DatasetDetail extends Dataset {
  /** At most 300 points. */
  preview: PreviewPoint[];
}

export interface NewDataset {
  id: string;
  /** Null: ready-made, everyone's. */
  playerId: string | null;
  name: string;
  createdAtMs: number;
}

export interface DatasetStore {
  /**
   * Stores bars under a name; hashing them takes its time: not in a thread that rooms run in. Who has these very data already gets the set that there is, unchanged.
   * `limit_exceeded` with `{limit}` when the player has 50.
   */
  put(dataset: NewDataset, bars: Bars): Promise<Result<Dataset>>;
  /** Own sets of a player. @throws StoreUnavailableError */
  count(playerId: string): Promise<number>;
  /** One's own and the ready-made ones, by id downwards: newest first. @throws StoreUnavailableError */
  list(playerId: string, limit: number, cursor: string | null): Promise<Page<Dataset>>;
  /** Null when there is none, or it is another player's. @throws StoreUnavailableError */
  get(id: string, playerId: string): Promise<DatasetDetail | null>;
  /** The columns; null when nobody names them any more. @throws StoreUnavailableError */
  bars(sha256: string): Promise<Bars | null>;
  /** `not_found` when there is none, or it is another player's; `forbidden` for a ready-made one. */
  remove(id: string, playerId: string): Promise<Result<void>>;
  /** Drops columns that were kept for jobs which have failed or were cancelled since. Answers how many sets' columns. */
  sweep(): Promise<Result<number>>;
  /** Names of the ready-made ones. @throws StoreUnavailableError */
  readyMade(): Promise<string[]>;
}
