import type { FuzzResult } from './run.ts';
import { liveBytes, MOST_GROWTH } from './settledMemory.ts';

/** What the result breaks of what is promised; nothing is wrong when it is empty. */
export function problemsOf(result: FuzzResult): string[] {
  const problems = result.findings.map(({ what }) => what);
  if (result.differenceCoins !== 0) problems.push(`the ledger differs by ${result.differenceCoins} coins`);
  if (result.served === 0) problems.push('the honest player was not served');
  const growth = growthOf(result);
  if (growth !== null && growth > MOST_GROWTH)
    problems.push(`the server holds ${growth.toFixed(3)} times what it held after the warm-up`);
  return problems;
}

/** What is live after a collection, heap and buffers, at the end beside after the warm-up. */
export function growthOf({ memory }: FuzzResult): number | null {
  if (memory === null) return null;
  const { warm, end } = memory;
  return liveBytes(end) / liveBytes(warm);
}
