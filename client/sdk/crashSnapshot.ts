import type { CrashStateView } from '../../domain/protocol/crash.ts';

/** The room's live state object, as the decoder fills it. Lists are iterable and change in place. */
type LiveCrashState = Omit<CrashStateView, 'topBets' | 'cashouts' | 'lastBusts'> & {
  topBets?: Iterable<CrashStateView['topBets'][number]>;
  cashouts?: Iterable<CrashStateView['cashouts'][number]>;
  lastBusts?: Iterable<CrashStateView['lastBusts'][number]>;
};

/** Copies the room's state into plain objects that never change again. */
export function crashSnapshot(live: unknown): CrashStateView {
  const state = live as LiveCrashState;
  return {
    table: state.table ?? '',
    phase: state.phase ?? 'paused',
    game: state.game ?? 0,
    bettingEndsAtMs: state.bettingEndsAtMs ?? 0,
    launchedAtMs: state.launchedAtMs ?? 0,
    resumesAtMs: state.resumesAtMs ?? 0,
    bustHundredths: state.bustHundredths ?? 0,
    hash: state.hash ?? '',
    betBookRoot: state.betBookRoot ?? '',
    bets: state.bets ?? 0,
    stakedCoins: state.stakedCoins ?? 0,
    paidCoins: state.paidCoins ?? 0,
    topBets: Array.from(state.topBets ?? [], ({ nickname, amountCoins, atHundredths, bot }) => ({
      nickname,
      amountCoins,
      atHundredths,
      bot,
    })),
    cashouts: Array.from(state.cashouts ?? [], ({ nickname, atHundredths, payoutCoins, bot }) => ({
      nickname,
      atHundredths,
      payoutCoins,
      bot,
    })),
    lastBusts: Array.from(state.lastBusts ?? [], ({ game, bustHundredths }) => ({ game, bustHundredths })),
  };
}
