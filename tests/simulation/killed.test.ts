import { describe, expect, it } from 'vitest';
import { playMatchesThroughKills } from './killedMatches.ts';
import { playThroughKills } from './killedServer.ts';

/** `KILLS=30` runs the long form; `SEED` draws other moments. */
const KILLS = Number(process.env.KILLS ?? 3);
const SEED = process.env.SEED ?? 'fairground';

// Beside each other, each with a server of its own: both mostly wait, for rounds and for windows to end.
describe.concurrent('a server killed with kill -9', () => {
  it('while bets are in play: loses nothing that it acknowledged, pays nothing twice, ends every round by the rules', {
    timeout: 60_000 + KILLS * 60_000,
  }, async () => {
    const report = await playThroughKills({ kills: KILLS, seed: SEED });
    console.log(
      JSON.stringify({
        kills: report.kills.length,
        bets: report.acknowledged.bets.size,
        cashouts: report.acknowledged.cashouts.size,
        verified: report.verified,
      }),
    );
    expect(report.kills.map((kill) => kill.differenceCoins)).toEqual(report.kills.map(() => 0));
    expect(report.acknowledged.bets.size).toBeGreaterThan(0);

    for (const [betId, bet] of report.acknowledged.bets) {
      const lines = report.lines.get(betId) ?? [];
      const stakes = lines.filter((line) => line.kind === 'crash.bet');
      expect(
        stakes.map((line) => line.amountCoins),
        `stake of ${betId}`,
      ).toEqual([-bet.amountCoins]);
      expect(lines.length, `lines of ${betId}`).toBeLessThanOrEqual(2);
    }
    for (const [betId, cashout] of report.acknowledged.cashouts) {
      const payouts = (report.lines.get(betId) ?? []).filter((line) => line.kind === 'crash.cashout');
      expect(
        payouts.map((line) => line.amountCoins),
        `payout of ${betId}`,
      ).toEqual([cashout.payoutCoins]);
    }
    for (const betId of report.acknowledged.cancels.keys()) {
      const refunds = (report.lines.get(betId) ?? []).filter((line) => line.kind === 'crash.cancel');
      expect(refunds.length, `refund of ${betId}`).toBe(1);
    }
    expect(report.wrongBalances).toEqual([]);
    expect(report.openGames).toBe(0);
    expect(report.verified).toMatchObject({ kind: 'valid' });
  });

  it('during matches between players: loses no stake that it acknowledged, pays none twice, ends every match by the rules', {
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
