import { isOver, pause, spread } from '../run.ts';
import { SETTINGS } from '../settings.ts';

const SHARE_A_MINUTE = 0.1;
const SHORTEST_AWAY_MS = 200;
const LONGEST_AWAY_MS = 4_000;

/** Also where a tenth of the players a minute is less than that. */
const LEAST_CUTS = 5;

/** Cuts a tenth of the lines each minute, one after the other, and lets them come back within seconds. */
export async function cutLines(players: readonly { drop(awayMs: number): void }[]): Promise<void> {
  const everyMs = Math.min(
    60_000 / (players.length * SHARE_A_MINUTE),
    SETTINGS.durationMs / (LEAST_CUTS + 1),
  );
  for (let cut = 0; ; cut += 1) {
    await pause(everyMs);
    if (isOver()) return;
    const player = players[Math.floor(spread(cut) * players.length)];
    player?.drop(SHORTEST_AWAY_MS + (LONGEST_AWAY_MS - SHORTEST_AWAY_MS) * spread(3 * cut));
  }
}
