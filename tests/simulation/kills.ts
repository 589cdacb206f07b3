import { setTimeout as pause } from 'node:timers/promises';
import { reconcileData } from '../support/reconcileData.ts';
import type { ServerProcess } from '../support/serverProcess.ts';

/** Kills the server (`kill -9`), starts it again on what the database holds, and answers what its books differ by. */
export async function killOnce(server: ServerProcess): Promise<number> {
  await server.kill();
  await server.start();
  return (await reconcileData(server.dataDir)).differenceCoins;
}

/** Play goes on for each of them: the kill hits something. */
export async function everyoneHasPlayed(players: readonly { turns: number }[]): Promise<void> {
  const before = players.map(({ turns }) => turns);
  while (players.some(({ turns }, at) => turns === before[at])) await pause(5);
}

/** Play goes on for one of them at least, for so many turns. */
export async function someoneHasPlayed(players: readonly { turns: number }[], times: number): Promise<void> {
  const before = players.map(({ turns }) => turns);
  while (players.every(({ turns }, at) => turns - before[at]! < times)) await pause(5);
}
