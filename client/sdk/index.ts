export type { Counters, GameTotals } from '../../domain/events/counters.ts';
export { type EventType, type GameEvent, TOPICS, type Topic } from '../../domain/events/event.ts';
export type { LimitKind, LimitWish } from '../../domain/limits/limits.ts';
export type { Period } from '../../domain/limits/periods.ts';
export type { RealityCheck } from '../../domain/limits/port.ts';
export type { LimitView, PlayLimits } from '../../domain/limits/state.ts';
export type { BacktestDone, BacktestStateView } from '../../domain/protocol/backtest.ts';
export type {
  BetAnswer,
  CancelAnswer,
  CashoutAnswer,
  CrashStateView,
  OwnBet,
  ReceiptPayload,
} from '../../domain/protocol/crash.ts';
export type { GachaStanding, PullAnswer, PulledItem } from '../../domain/protocol/gacha.ts';
export type { NoticeMessage } from '../../domain/protocol/lobby.ts';
export type { Hand, MatchMessage, MatchResultMessage, ThrowAnswer } from '../../domain/protocol/rps.ts';
export type { SessionSummary } from '../../domain/protocol/session.ts';
export type { SlotsStanding, SlotTurn, SlotWin, SpinAnswer } from '../../domain/protocol/slots.ts';
export type { InviteState, LoginSession, SignUpWish } from './account.ts';
export { Admin } from './admin.ts';
export type * from './adminWire.ts';
export type { BacktestRun } from './backtestRun.ts';
export type { Backtests } from './backtests.ts';
export type * from './backtestWire.ts';
export type { BetOrder, CrashTable } from './crashTable.ts';
export type { Datasets } from './datasets.ts';
export { type FairgroundCode, FairgroundError, isTransient } from './errors.ts';
export { Fairground } from './fairground.ts';
export type { PlayerLimits } from './limits.ts';
export type { Lobby } from './lobby.ts';
export type { Monitor } from './monitor.ts';
export type { FairgroundOptions } from './options.ts';
export { isClientSeed, randomClientSeed } from './ownSeed.ts';
export { type ReceiptCheck, verifyReceipt } from './receipt.ts';
export type { ConnectionStatus } from './roomLink.ts';
export type { RpsMatch } from './rpsMatch.ts';
export type { Scheduler } from './scheduler.ts';
export type { SessionPlayer } from './session.ts';
export { browserSessionStore, memorySessionStore, type SessionStore } from './sessionStore.ts';
export type { GachaSession, RpsSession, SlotsSession } from './sessions.ts';
export type { Readable } from './signal.ts';
export type { Strategies } from './strategies.ts';
export type * from './wire.ts';
