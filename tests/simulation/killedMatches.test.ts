import { describe, expect, it } from 'vitest';
import { playMatchesThroughKills } from './killedMatches.ts';

/** `KILLS=20` runs the long form; `SEED` draws other moments. */
const KILLS = Number(process.env.KILLS ?? 2);
const SEED = process.env.SEED ?? 'fairground';

describe('a server killed with kill -9 during matches between players', () => {
  it('loses no stake that it acknowledged, pays none twice, and ends every match by the rules', {
    timeout: 240_000 + KILLS * 30_000,
  }, async () => {
    const report = await playMatchesThroughKills({ kills: KILLS, seed: SEED });
    const { differences, players, heldCoins, reasons, abandoned } = report;
    console.log(JSON.stringify({ kills: KILLS, matches: reasons.size, ends: counted(reasons.values()) }));
    expect(differences).toEqual(differences.map(() => 0));
    expect(heldCoins.afterLastKill).toBeGreaterThan(0);
    expect(heldCoins.atEnd).toBe(0);
    for (const player of players) {
      const overpaid = { times: 0, coins: 0 };
      expect(player).toMatchObject({ lost: [], unpaired: [], overpaid, differenceCoins: 0, refused: [] });
      // A stake whose answer was lost for good may stand beside those that were acknowledged.
      expect(player.matches).toBeGreaterThanOrEqual(player.acknowledged);
    }
    expect(report.unsettled).toEqual([]);
    expect(reasons.get(abandoned)).toBe('no_commit');
    expect(reasons.size).toBeGreaterThan(KILLS);
  });
});

function counted(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
