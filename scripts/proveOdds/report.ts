import type { Judged } from './judge.ts';

const HEAD = ['', 'figure', 'exact', 'simulated', 'standard error', 'off by', ''];

/** One row a figure, as text in columns; a subject's name stands in its first row only. */
export function table(judged: readonly Judged[]): string {
  const rows = judged.map((row, index) => [
    row.name === judged[index - 1]?.name ? '' : row.name,
    row.figure,
    row.exact.toFixed(9),
    row.mean.toFixed(9),
    row.standardError.toFixed(9),
    `${row.offBy.toFixed(2)} SE`,
    row.verdict,
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  return [HEAD, ...rows].map((row) => line(row, widths)).join('\n');
}

/** Texts to the left, numbers to the right. */
function line(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) =>
    column < 2 || column === HEAD.length - 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
  );
  return cells.join('  ').trimEnd();
}
