import { visibleLaunchedAtMs } from '../../domain/crash/flight.ts';
import type { CrashRound } from '../../domain/crash/round.ts';
import { fillList } from '../fillList.ts';
import type { Board } from './board.ts';
import { type CrashState, PastBust, RecentCashout, TopBet } from './state.ts';

/** Copies what the table may show into the room's state: the bust and its hash only once settled. */
export function showRound(state: CrashState, round: CrashRound | null, phase: CrashState['phase']): void {
  state.phase = phase;
  if (round === null) return;
  state.game = round.game;
  state.bettingEndsAtMs = round.phase === 'betting' ? round.bettingEndsAtMs : state.bettingEndsAtMs;
  state.launchedAtMs = round.phase === 'betting' ? 0 : visibleLaunchedAtMs(round);
  state.resumesAtMs = round.phase === 'flying' ? (round.resumesAtMs ?? 0) : 0;
  state.betBookRoot = round.phase === 'betting' ? '' : round.betBookRoot;
  state.bustHundredths = round.phase === 'settled' ? round.bustHundredths : 0;
  state.hash = round.phase === 'settled' ? round.hash : '';
}

/** Totals and lists: at most twice a second, since a patch costs as much as there are watchers. */
export function showBoard(state: CrashState, board: Board): void {
  state.bets = board.bets;
  state.stakedCoins = board.stakedCoins;
  state.paidCoins = board.paidCoins;
  fillList(
    state.topBets,
    board.topBets(),
    () => new TopBet(),
    (row, bet) => {
      row.nickname = bet.nickname;
      row.amountCoins = bet.amountCoins;
      row.atHundredths = bet.state === 'cashed' ? bet.cashout!.atHundredths : 0;
      row.bot = bet.bot;
    },
  );
  fillList(
    state.cashouts,
    board.cashouts,
    () => new RecentCashout(),
    (row, cashout) => {
      row.nickname = cashout.nickname;
      row.atHundredths = cashout.atHundredths;
      row.payoutCoins = cashout.payoutCoins;
      row.bot = cashout.bot;
    },
  );
  fillList(
    state.lastBusts,
    board.lastBusts,
    () => new PastBust(),
    (row, past) => {
      row.game = past.game;
      row.bustHundredths = past.bustHundredths;
    },
  );
}
