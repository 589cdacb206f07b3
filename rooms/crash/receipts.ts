import type { StoredBet } from '../../domain/crash/port.ts';
import type { Cashout } from '../../domain/crash/round.ts';
import type { OwnBet, ReceiptPayload } from '../../domain/protocol/crash.ts';

/** The fields of a bet that its receipts name; live bets and stored ones have them alike. */
export type BetTerms = Pick<
  StoredBet,
  'betId' | 'playerId' | 'amountCoins' | 'autoCashoutHundredths' | 'receivedAtMs' | 'sequence'
>;

function terms(table: string, game: number, bet: BetTerms) {
  return {
    table,
    game,
    betId: bet.betId,
    playerId: bet.playerId,
    amountCoins: bet.amountCoins,
    ...(bet.autoCashoutHundredths === null ? {} : { autoCashoutHundredths: bet.autoCashoutHundredths }),
  };
}

export function betReceipt(table: string, game: number, bet: BetTerms): ReceiptPayload {
  return {
    type: 'bet',
    ...terms(table, game, bet),
    receivedAtMs: bet.receivedAtMs,
    sequence: bet.sequence,
  };
}

export function cancelReceipt(
  table: string,
  game: number,
  bet: BetTerms,
  cancelled: { receivedAtMs: number; sequence: number },
): ReceiptPayload {
  return { type: 'cancel', ...terms(table, game, bet), ...cancelled };
}

export function cashoutReceipt(table: string, game: number, bet: BetTerms, cashout: Cashout): ReceiptPayload {
  return {
    type: 'cashout',
    ...terms(table, game, bet),
    atHundredths: cashout.atHundredths,
    payoutCoins: cashout.payoutCoins,
    receivedAtMs: cashout.receivedAtMs,
    sequence: cashout.sequence,
  };
}

/** The message `bet`: a player's own bet as it stands. */
export function ownBet(game: number, bet: BetTerms, state: OwnBet['state'], cashout: Cashout | null): OwnBet {
  return {
    betId: bet.betId,
    game,
    amountCoins: bet.amountCoins,
    ...(bet.autoCashoutHundredths === null ? {} : { autoCashoutHundredths: bet.autoCashoutHundredths }),
    state,
    ...(cashout === null ? {} : { cashout }),
  };
}
