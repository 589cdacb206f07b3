import { describe, expect, it } from 'vitest';
import { playThroughKills } from './killedServer.ts';

/** `KILLS=30` runs the long form; `SEED` draws other moments. */
const KILLS = Number(process.env.KILLS ?? 3);
const SEED = process.env.SEED ?? 'fairground';

describe('a server killed with kill -9 while bets are in play', () => {
  it('loses nothing that it acknowledged, pays nothing twice, and ends every round by the rules', {
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
});
