import type { ChainStore } from '../domain/crash/port.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';

/**
 * A chain's edge is part of its commitment, so a table can't change its edge under it.
 * @returns what is wrong, in one line a table; empty when all is well
 */
export async function checkChains(chains: ChainStore, tables: readonly TableRules[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { table, edgePercent } of tables) {
    const standing = (await chains.chains(table)).filter((chain) => chain.status !== 'finished');
    for (const chain of standing) {
      if (chain.edgePercent === edgePercent) continue;
      wrong.push(
        `table ${table}: edgePercent is ${edgePercent}, but its seed chain ${chain.id} was committed with ` +
          `${chain.edgePercent}. Keep that edge, or give the table another name.`,
      );
    }
  }
  return wrong;
}
