import type { Currency } from '../money.ts';
import type { Rarity } from '../protocol/gacha.ts';
import type { Hand, RpsResult } from '../protocol/rps.ts';

/** What a watcher of the monitor may choose from. `operator` is for staff alone. */
export const TOPICS = [
  'crash',
  'slots',
  'gacha',
  'rps',
  'backtest',
  'session',
  'grant',
  'signin',
  'operator',
] as const;
export type Topic = (typeof TOPICS)[number];

type SessionGame = 'slots' | 'gacha' | 'rps';

/** What each type of event tells. Its topic is the part before the dot. Amounts in coins unless named otherwise. */
export interface EventData {
  'crash.bet': {
    table: string;
    game: number;
    betId: string;
    amountCoins: number;
    autoCashoutHundredths: number | null;
  };
  'crash.cancel': { table: string; game: number; betId: string; amountCoins: number };
  'crash.cashout': {
    table: string;
    game: number;
    betId: string;
    amountCoins: number;
    atHundredths: number;
    payoutCoins: number;
    reason: string;
  };
  'crash.launch': { table: string; game: number; bets: number; stakedCoins: number };
  /** A round has settled: bets that were not cancelled, their stakes, and all that was paid. */
  'crash.bust': {
    table: string;
    game: number;
    bustHundredths: number;
    bets: number;
    stakedCoins: number;
    paidCoins: number;
  };
  'crash.void': { table: string; game: number; refundedCoins: number };
  /** `streakBefore`: wins in a row before this spin; 0 for machines without a streak. */
  'slots.spin': {
    machine: string;
    gameId: string;
    betCoins: number;
    payoutCoins: number;
    result: string;
    streakBefore: number;
  };
  /** `rarities`: drawn, one a pull, in order; `forced`: those that a guarantee decided. */
  'gacha.pull': {
    banner: string;
    gameId: string;
    costCoins: number;
    rarities: Rarity[];
    items: string[];
    forced: number;
  };
  'rps.throw': {
    gameId: string;
    betCoins: number;
    payoutCoins: number;
    hand: Hand;
    serverHand: Hand;
    outcome: RpsResult;
  };
  /** A match between players has ended; `paidCoins` to both together, `seats` who had staked, and what each was paid. */
  'rps.match': {
    matchId: string;
    betCoins: number;
    paidCoins: number;
    reason: string;
    seats: { playerId: string; payoutCoins: number }[];
  };
  'backtest.queued': { jobId: string; public: boolean };
  'backtest.started': { jobId: string; public: boolean; attempt: number };
  'backtest.ended': { jobId: string; public: boolean; status: 'completed' | 'failed' | 'cancelled' };
  'session.opened': { sessionId: string; game: SessionGame; variant: string };
  'session.ended': {
    sessionId: string;
    game: SessionGame;
    variant: string;
    rounds: number;
    betCoins: number;
    winCoins: number;
  };
  'grant.welcome': { amount: number; currency: Currency };
  'grant.daily': { amount: number; currency: Currency };
  'grant.admin': { amount: number; currency: Currency };
  'signin.guest': Record<string, never>;
  'signin.signup': Record<string, never>;
  'signin.login': Record<string, never>;
  /** An operator did something that changed anything: `action` is the audit's. */
  'operator.acted': { action: string; target: string };
}
export type EventType = keyof EventData;

/** Who an event is about; null where it is about nobody (a launch, a bust), and where it is hidden. */
export interface EventPlayer {
  id: string;
  nickname: string;
}

/** What is told where something has been committed. */
export type EventDraft<Type extends EventType = EventType> = {
  [T in Type]: { type: T; player: EventPlayer | null; bot: boolean; data: EventData[T] };
}[Type];

/** The same as it travels: `id` is unique in the cluster, `atMs` when it was told. */
export type GameEvent<Type extends EventType = EventType> = EventDraft<Type> & {
  id: string;
  atMs: number;
  topic: Topic;
};

export function topicOf(type: EventType): Topic {
  return type.slice(0, type.indexOf('.')) as Topic;
}
