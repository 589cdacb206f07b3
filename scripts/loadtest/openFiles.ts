import { readFileSync } from 'node:fs';
import type { Options } from './options.ts';
import { Problem } from './problem.ts';

/** Of the server and of the generator, besides the players' sockets: libraries, the database, matchmaking. */
const OTHERS = 300;

/** One process may have so many files and sockets open; where Linux does not tell, anything goes. */
function mostOpenFiles(): number {
  try {
    return Number(
      /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity,
    );
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** @throws Problem where the players' sockets are more than a process may have */
export function mustHaveFiles({ scenarios }: Pick<Options, 'scenarios'>, most = mostOpenFiles()): void {
  for (const { name, scenario, plan } of scenarios) {
    const withoutLobby = Math.max(0, plan.players - (plan.lobbies ?? plan.players));
    const needed = plan.players * scenario.sockets - withoutLobby + OTHERS;
    if (needed <= most) continue;
    throw new Problem(
      `${plan.players} players of ${name} need ${needed} open files, this system allows a process ${most}: raise it (ulimit -Hn), or at most --players ${Math.floor((most - OTHERS) / scenario.sockets)}`,
    );
  }
}
