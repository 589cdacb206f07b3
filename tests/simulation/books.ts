import type { Fairground } from '../../client/sdk/index.ts';
import type { TransferLine } from '../../domain/games/records.ts';
import { pagesOf } from './pagesOf.ts';

/** A player's coins, by what the routes tell. */
export interface Books {
  /** Newest first. */
  lines: TransferLine[];
  /** What the lines and the balance differ by. */
  differenceCoins: number;
}

export async function booksOf(fairground: Fairground): Promise<Books> {
  const lines: TransferLine[] = [];
  for await (const line of pagesOf((page) => fairground.transfers(page))) {
    if (line.currency === 'coins') lines.push(line);
  }
  const { balances } = await fairground.me();
  const sumCoins = lines.reduce((sum, { amountCoins }) => sum + amountCoins, 0);
  return { lines, differenceCoins: balances.coins - sumCoins };
}

/** Games with a stake but no record, with a record but no stake, or with more than one stake. */
export function unpairedGames({ lines }: Books, recorded: ReadonlySet<string>): string[] {
  const stakes = new Map<string, number>();
  for (const { gameId, amountCoins } of lines) {
    if (gameId && amountCoins < 0) stakes.set(gameId, (stakes.get(gameId) ?? 0) + 1);
  }
  return [
    ...[...stakes]
      .filter(([gameId, times]) => times !== 1 || !recorded.has(gameId))
      .map(([gameId]) => gameId),
    ...[...recorded].filter((gameId) => !stakes.has(gameId)),
  ];
}
