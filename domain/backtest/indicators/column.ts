/**
 * A run goes through the bars in blocks of this many, so that all columns of a block stay in the processor's cache and
 * memory does not grow with indicators. Blocks start at multiples of it, whatever is asked in between: running sums
 * begin anew with each block, and so no result depends on how a run was cut.
 */
export const BLOCK_BARS = 4096;

/** An indicator's values in the current block: bar `from + j` at `1 + j`, and at 0 the bar before the block. */
export type BlockColumn = Float64Array;

export function blockColumn(): BlockColumn {
  return new Float64Array(BLOCK_BARS + 1).fill(Number.NaN);
}

/** Computes bars `from` to `to` (excluded) of a block; called for each block in turn. NaN before the first value. */
export type ColumnPass = (from: number, to: number) => void;

/** Carries the last value of the full block before into place 0. */
export function carry(column: BlockColumn): void {
  column[0] = column[BLOCK_BARS]!;
}
