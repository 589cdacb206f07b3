import { describe, expect, it } from 'vitest';
import { playSessionsThroughKills } from './killedSessions.ts';

/** `KILLS=20` runs the long form; `SEED` draws other moments. */
const KILLS = Number(process.env.KILLS ?? 2);
const SEED = process.env.SEED ?? 'fairground';

describe('a server killed with kill -9 during spins, pulls and throws', () => {
  it('loses no game that it acknowledged, uses no nonce twice, skips none, and has a record of every stake', {
    timeout: 120_000 + KILLS * 30_000,
  }, async () => {
    const { differences, players } = await playSessionsThroughKills({ kills: KILLS, seed: SEED });
    const games = players.reduce((sum, player) => sum + player.games, 0);
    console.log(JSON.stringify({ kills: KILLS, games }));
    expect(differences).toEqual(differences.map(() => 0));
    for (const player of players) {
      expect(player).toMatchObject({
        ...{ lost: [], changed: [], gaps: [], unpaired: [], differenceCoins: 0 },
        sessionRounds: player.games,
      });
      // A game whose answer was lost for good may stand beside those that were acknowledged.
      expect(player.games).toBeGreaterThanOrEqual(player.acknowledged);
      expect(player.acknowledged).toBeGreaterThan(KILLS);
    }
  });
});
