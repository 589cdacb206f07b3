export type {
  BetAnswer,
  CancelAnswer,
  CashoutAnswer,
  CrashStateView,
  OwnBet,
  ReceiptPayload,
} from '../../domain/protocol/crash.ts';
export type { NoticeMessage } from '../../domain/protocol/lobby.ts';
export type { BetOrder, CrashTable } from './crashTable.ts';
export { type FairgroundCode, FairgroundError, isTransient } from './errors.ts';
export { Fairground, type FairgroundOptions } from './fairground.ts';
export type { Lobby } from './lobby.ts';
export { type ReceiptCheck, verifyReceipt } from './receipt.ts';
export type { ConnectionStatus } from './roomLink.ts';
export type { Scheduler } from './scheduler.ts';
export type { SessionPlayer } from './session.ts';
export { browserSessionStore, memorySessionStore, type SessionStore } from './sessionStore.ts';
export type { Readable } from './signal.ts';
export type * from './wire.ts';
