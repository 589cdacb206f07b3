import type { Bet, FlyingRound, SettledRound } from '../../domain/crash/round.ts';
import type { OwnBet } from '../../domain/protocol/crash.ts';
import type { EventSink } from '../ports.ts';

/** Tells the monitor what became certain of a bet; that it lost is told by the bust. */
export function tellBet(
  events: EventSink,
  table: string,
  game: number,
  bet: Bet,
  state: OwnBet['state'],
): void {
  const { betId, amountCoins, autoCashoutHundredths, cashout, playerId, nickname, bot } = bet;
  const about = { player: { id: playerId, nickname }, bot };
  const data = { table, game, betId, amountCoins };
  if (state === 'open') {
    events.publish({ type: 'crash.bet', ...about, data: { ...data, autoCashoutHundredths } });
  } else if (state === 'cancelled') {
    events.publish({ type: 'crash.cancel', ...about, data });
  } else if (state === 'cashed') {
    const { atHundredths, payoutCoins, reason } = cashout!;
    events.publish({
      ...{ type: 'crash.cashout', ...about },
      data: { ...data, atHundredths, payoutCoins, reason },
    });
  }
}

export function tellLaunch(events: EventSink, table: string, round: FlyingRound): void {
  const { game, betOfPlayer, stakedCoins } = round;
  const data = { table, game, bets: betOfPlayer.size, stakedCoins };
  events.publish({ type: 'crash.launch', player: null, bot: false, data });
}

export function tellBust(events: EventSink, table: string, round: SettledRound): void {
  const { game, bustHundredths, betOfPlayer, stakedCoins, paidCoins } = round;
  const data = { table, game, bustHundredths, bets: betOfPlayer.size, stakedCoins, paidCoins };
  events.publish({ type: 'crash.bust', player: null, bot: false, data });
}
