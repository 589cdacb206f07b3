import { assert } from '../assert.ts';
import { openBetting } from './betting.ts';
import { enterFlight } from './book.ts';
import type { CrashEffect } from './commands.ts';
import { standStill } from './gap.ts';
import type { StoredBet, StoredRound, TableSnapshot } from './port.ts';
import type { Bet, BettingRound, FlyingRound } from './round.ts';
import { settleWhenBooked } from './settle.ts';

/** A resumption is announced so far ahead, for players to be back by then. */
export const RESUME_AFTER_MS = 5_000;

type Snapshot = Pick<TableSnapshot, 'round' | 'bets' | 'heartbeatAtMs'>;

/**
 * Rebuilds the round that a dead owner left, from what was committed (DESIGN, "Crash survives a dead
 * process"). In betting the window opens again, in full. In flight the curve stands still from the last
 * sign of life until 5 s from now; if the bust came before that sign, the round ends as it had to.
 * What the dead owner decided and did not commit never was: ends that were due are decided again, alike.
 * @param bustHundredths of a flying round; null while betting, when it does not exist yet
 * @returns the round and the effects to carry out: payouts, the gap, the settlement
 */
export function recoverRound(
  snapshot: Snapshot,
  bustHundredths: number | null,
  nowMs: number,
): { round: BettingRound | FlyingRound; effects: CrashEffect[] } {
  const stored = snapshot.round;
  assert(stored !== null && stored.phase !== 'settled', 'there is no open round to recover');
  const betting = rebuildBets(stored, snapshot.bets, nowMs);
  if (stored.phase === 'betting') return { round: betting, effects: [] };

  const { launchedAtMs, betBookRoot } = stored;
  assert(launchedAtMs !== null && betBookRoot !== null, `game ${stored.game} flies without a launch`);
  assert(bustHundredths !== null, `game ${stored.game} flies without a bust`);
  const gaps = [...stored.gaps].sort((a, b) => a.fromMs - b.fromMs);
  const round = enterFlight(betting, { betBookRoot, launchedAtMs, gaps, bustHundredths });
  const lastSignMs = snapshot.bets.reduce(
    (latestMs, bet) => Math.max(latestMs, bet.cashout?.receivedAtMs ?? 0),
    Math.max(launchedAtMs, snapshot.heartbeatAtMs ?? 0),
  );
  // The dead owner announced a resumption that nobody saw: it is still to come, later if need be.
  const announcedMs = gaps.at(-1)?.toMs ?? 0;
  if (announcedMs >= lastSignMs) round.resumesAtMs = announcedMs;
  const effects: CrashEffect[] = [];
  standStill(round, lastSignMs, Math.max(nowMs, lastSignMs) + RESUME_AFTER_MS, effects);
  settleWhenBooked(round, effects);
  return { round, effects };
}

/** The round as it stood in betting, with a full window from now and every stored bet in it. */
function rebuildBets(stored: StoredRound, bets: readonly StoredBet[], nowMs: number): BettingRound {
  const { rules, game, startedAtMs } = stored;
  const round = openBetting(rules, game, startedAtMs, nowMs + rules.bettingMs);
  for (const storedBet of bets) {
    const bet = rebuildBet(storedBet);
    round.bets.set(bet.betId, bet);
    const lastSequence = Math.max(
      bet.sequence,
      bet.cashout?.sequence ?? 0,
      storedBet.cancelled?.sequence ?? 0,
    );
    round.nextSequence = Math.max(round.nextSequence, lastSequence + 1);
    if (bet.state === 'cancelled') continue;
    round.betOfPlayer.set(bet.playerId, bet);
    round.stakedCoins += bet.amountCoins;
  }
  return round;
}

function rebuildBet(stored: StoredBet): Bet {
  assert(
    stored.state !== 'lost' && stored.state !== 'voided',
    `bet ${stored.betId} of an open round is ${stored.state}`,
  );
  return {
    betId: stored.betId,
    playerId: stored.playerId,
    nickname: stored.nickname,
    bot: stored.bot,
    accountId: stored.accountId,
    amountCoins: stored.amountCoins,
    autoCashoutHundredths: stored.autoCashoutHundredths,
    receivedAtMs: stored.receivedAtMs,
    sequence: stored.sequence,
    state: stored.state,
    cashout: stored.cashout,
  };
}
