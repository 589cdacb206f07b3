import type { Bet } from '../../domain/crash/round.ts';

const TOP_BETS = 20;
const RECENT_CASHOUTS = 20;
const PAST_BUSTS = 50;

export interface BoardCashout {
  nickname: string;
  atHundredths: number;
  payoutCoins: number;
  bot: boolean;
}

/**
 * What the table shows of a round: only what the ledger has confirmed. The round itself also counts what
 * is still on its way, so the two differ for the length of a commit.
 */
export class Board {
  bets = 0;
  stakedCoins = 0;
  paidCoins = 0;
  /** Stakes of confirmed bets that have not ended. */
  openStakeCoins = 0;
  cashouts: BoardCashout[] = [];
  lastBusts: { game: number; bustHundredths: number }[] = [];
  /** Confirmed bets of this round, in no order. */
  readonly #held = new Map<string, Bet>();

  newRound(): void {
    this.bets = 0;
    this.stakedCoins = 0;
    this.paidCoins = 0;
    this.openStakeCoins = 0;
    this.cashouts = [];
    this.#held.clear();
  }

  /** The bets that a predecessor confirmed. */
  restore(bets: Iterable<Bet>): void {
    for (const bet of bets) {
      if (bet.state === 'open' || bet.state === 'cashing' || bet.state === 'cashed') this.held(bet);
      if (bet.state === 'cashed') this.paid(bet);
    }
  }

  /** True if the bet was not on the board yet. */
  held(bet: Bet): boolean {
    if (this.#held.has(bet.betId)) return false;
    this.#held.set(bet.betId, bet);
    this.bets += 1;
    this.stakedCoins += bet.amountCoins;
    this.openStakeCoins += bet.amountCoins;
    return true;
  }

  released(bet: Bet): void {
    if (!this.#held.delete(bet.betId)) return;
    this.bets -= 1;
    this.stakedCoins -= bet.amountCoins;
    this.openStakeCoins -= bet.amountCoins;
  }

  paid(bet: Bet): void {
    const cashout = bet.cashout!;
    this.paidCoins += cashout.payoutCoins;
    this.openStakeCoins -= bet.amountCoins;
    this.cashouts.unshift({
      nickname: bet.nickname,
      atHundredths: cashout.atHundredths,
      payoutCoins: cashout.payoutCoins,
      bot: bet.bot,
    });
    this.cashouts.length = Math.min(this.cashouts.length, RECENT_CASHOUTS);
  }

  bust(game: number, bustHundredths: number): void {
    this.openStakeCoins = 0;
    this.lastBusts.unshift({ game, bustHundredths });
    this.lastBusts.length = Math.min(this.lastBusts.length, PAST_BUSTS);
  }

  /** The largest confirmed bets, those that still fly first; one pass, so 10,000 bets cost about a millisecond. */
  topBets(): Bet[] {
    const top: Bet[] = [];
    for (const bet of this.#held.values()) {
      if (top.length === TOP_BETS && !ranksAbove(bet, top[TOP_BETS - 1]!)) continue;
      let at = top.length;
      while (at > 0 && ranksAbove(bet, top[at - 1]!)) at -= 1;
      top.splice(at, 0, bet);
      top.length = Math.min(top.length, TOP_BETS);
    }
    return top;
  }
}

function ranksAbove(a: Bet, b: Bet): boolean {
  const aFlies = a.state !== 'cashed';
  if (aFlies !== (b.state !== 'cashed')) return aFlies;
  return a.amountCoins > b.amountCoins;
}
