import type { TableRules } from '../../../domain/crash/tables.data.ts';

export interface OracleBet {
  betId: string;
  amountCoins: number;
  autoCashoutHundredths: number | null;
}

/** A player's wish to leave, `elapsedMs` after the launch; those of one millisecond in the order of the list. */
export interface Wish {
  betId: string;
  elapsedMs: number;
}

export interface End {
  atHundredths: number;
  payoutCoins: number;
  elapsedMs: number;
  reason: 'player' | 'auto' | 'limit';
}

/**
 * The rules of a flight without gaps, played the slow way: millisecond by millisecond, hundredth by
 * hundredth, asking at each whether one more would pay too much. Shares no formula with the domain.
 */
export function playSlowly(
  rules: TableRules,
  bets: readonly OracleBet[],
  bustHundredths: number,
  wishes: readonly Wish[],
): Map<string, End> {
  const open = new Map([...bets].sort((a, b) => (a.betId < b.betId ? -1 : 1)).map((bet) => [bet.betId, bet]));
  const ends = new Map<string, End>();
  let paidCoins = 0;
  let curve = 100;

  const paysAt = (bet: OracleBet, hundredths: number) => Math.floor((bet.amountCoins * hundredths) / 100);
  const leave = (bet: OracleBet, elapsedMs: number, reason: End['reason']) => {
    open.delete(bet.betId);
    const payoutCoins = paysAt(bet, curve);
    paidCoins += payoutCoins;
    ends.set(bet.betId, { atHundredths: curve, payoutCoins, elapsedMs, reason });
  };
  const reach = (elapsedMs: number) => {
    for (const bet of [...open.values()]) {
      if (bet.autoCashoutHundredths === curve) leave(bet, elapsedMs, 'auto');
      else if (paysAt(bet, curve + 1) > rules.maxPayoutCoins) leave(bet, elapsedMs, 'limit');
    }
    const oneMore = [...open.values()].reduce((sum, bet) => sum + paysAt(bet, curve + 1), paidCoins);
    if (oneMore <= rules.maxRoundPayoutCoins) return;
    for (const bet of [...open.values()]) leave(bet, elapsedMs, 'limit');
  };

  if (bustHundredths === 100) return ends;
  for (let elapsedMs = 0; ; elapsedMs += 1) {
    const now = Math.floor(100 * Math.E ** (0.00006 * elapsedMs));
    while (curve < Math.min(now, bustHundredths)) {
      curve += 1;
      reach(elapsedMs);
    }
    if (now >= bustHundredths) return ends;
    for (const wish of wishes) {
      const bet = open.get(wish.betId);
      if (bet !== undefined && wish.elapsedMs === elapsedMs) leave(bet, elapsedMs, 'player');
    }
  }
}
