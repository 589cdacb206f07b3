import type { Counters } from '../../domain/events/counters.ts';
import type { Totals } from '../../domain/games/records.ts';
import type { Rank, Role } from '../../domain/identity/port.ts';
import type { PlayLimits } from '../../domain/limits/state.ts';
import type { Currency } from '../../domain/money.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import type { LiveTable, PageQuery } from './wire.ts';

/** Requests and answers of the routes under /api/admin. Reasons are 1 to 500 characters, and audited. */

export interface AdminOverview {
  counters: Counters;
}

/** A player as lists show it. */
export interface AdminPlayer {
  id: string;
  nickname: string;
  rank: Rank;
  role: Role;
  bot: boolean;
  createdAtMs: number;
  bannedUntilMs: number | null;
  banReason: string | null;
}

export interface AdminPlayerDetail extends AdminPlayer {
  balances: Record<Currency, number>;
  online: boolean;
  openSessions: { sessionId: string; game: SessionSummary['game']; variant: string; startedAtMs: number }[];
  statistics: Totals;
  limits: PlayLimits;
  /** `by`: an operator's id, or the name of a rule. */
  rankHistory: { rank: Rank; atMs: number; by: string; reason: string }[];
}

export interface PlayerQuery extends PageQuery {
  /** The beginning of a nickname, in any case, or an id. */
  search?: string;
  role?: Role;
  /** Only those who are banned now. */
  banned?: true;
}

interface GrantTarget {
  playerId?: string;
  nickname?: string;
}

export interface GrantOrder extends GrantTarget {
  amount: number;
  currency: Currency;
  reason: string;
  /** Made by `crypto.randomUUID()` when left out. The same key is the same grant, however often it is sent. */
  key?: string;
}

export interface Granted {
  playerId: string;
  amount: number;
  currency: Currency;
  balance: number;
  transferId: number;
  /** It was made before, by this key. */
  repeated: boolean;
}

/** Each line is a grant of its own, by its own key. */
export interface GrantLine extends GrantTarget {
  key: string;
  amount: number;
  currency: Currency;
  reason?: string;
}

export interface GrantedLine {
  line: number;
  ok: boolean;
  code?: string;
  message?: string;
  /** `field` names a bad field. */
  details?: Record<string, unknown>;
  playerId?: string;
  balance?: number;
  repeated?: boolean;
}

export interface GrantedLines {
  items: GrantedLine[];
  granted: number;
  failed: number;
}

export type BroadcastLevel = 'info' | 'warning' | 'critical';

export type BroadcastAudience =
  | { to: 'all' }
  | { to: 'room'; room: string }
  | { to: 'table'; table: string }
  | { to: 'player'; playerId: string };

export interface BroadcastOrder {
  /** 1 to 2,000 characters, shown as text. */
  text: string;
  level: BroadcastLevel;
  audience: BroadcastAudience;
  /** At once when left out. */
  startsAtMs?: number;
  expiresAtMs: number;
  key?: string;
}

export interface AdminBroadcast {
  id: string;
  text: string;
  level: BroadcastLevel;
  audience: BroadcastAudience;
  startsAtMs: number;
  expiresAtMs: number;
  createdBy: string;
  createdAtMs: number;
  cancelledAtMs: number | null;
}

export interface NoticeOrder {
  playerId: string;
  text: string;
  level: BroadcastLevel;
  key?: string;
}

export interface TableLimits {
  minBetCoins: number;
  maxBetCoins: number;
  maxPayoutCoins: number;
  maxRoundPayoutCoins: number;
}

export interface AdminTable extends LiveTable {
  paused: boolean;
  pauseReason: string | null;
  /** An operator's id. */
  pausedBy: string | null;
  pausedAtMs: number | null;
  /** Set by an operator; null: those of the table's own rules. */
  limits: Partial<TableLimits> | null;
  /** The process that keeps it; null: none does. */
  member: string | null;
  fence: number;
}

export type RoundStatus = 'betting' | 'flying' | 'settled' | 'voided';

export interface RoundQuery extends PageQuery {
  table?: string;
  /** An id or a nickname. */
  player?: string;
  status?: RoundStatus;
  fromMs?: number;
  toMs?: number;
}

export interface AdminRound {
  table: string;
  game: number;
  status: RoundStatus;
  startedAtMs: number;
  launchedAtMs: number | null;
  bustedAtMs: number | null;
  /** Like `hash` null until the round has ended: operators can't know it earlier than players. */
  bustHundredths: number | null;
  hash: string | null;
  bets: number;
  stakedCoins: number;
  paidCoins: number;
  voidReason: string | null;
}

export interface AdminRoundBet {
  betId: string;
  playerId: string;
  nickname: string;
  amountCoins: number;
  bot: boolean;
  autoCashoutHundredths: number | null;
  state: 'open' | 'cashed' | 'lost' | 'cancelled' | 'voided';
  cashout: { atHundredths: number; payoutCoins: number; reason: string } | null;
}

export type AdminRoundDetail = Omit<AdminRound, 'bets'> & { bets: AdminRoundBet[] };

export interface AdminBanner {
  banner: string;
  active: boolean;
  /** `remaining` is null for what has no stock. */
  items: { item: string; remaining: number | null }[];
}

export interface QueueStanding {
  queued: number;
  running: number;
  failed24h: number;
  oldestWaitMs: number;
  averageWaitMs: number | null;
  averageRunMs: number | null;
}

export interface AuditQuery extends PageQuery {
  actor?: string;
  action?: string;
  target?: string;
}

export interface AuditRow {
  id: number;
  atMs: number;
  requestId: string;
  actorId: string | null;
  actorNickname: string | null;
  actorRole: string | null;
  action: string;
  target: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  /** `asked` and nothing after it: the process ended in between. */
  outcome: 'done' | 'refused' | 'asked';
  code: string | null;
  address: string | null;
}

/** The sequential test of one game's return (domain/watch/SPEC.md). */
export interface ReturnWatch {
  game: 'crash' | 'slots' | 'gacha' | 'rps';
  variant: string;
  measure: 'return' | 'epicRate';
  games: number;
  betCoins: number;
  paidCoins: number;
  observed: number;
  expected: number;
  /** Ends of the 99.9 % confidence band of `observed`. */
  lowBand: number;
  highBand: number;
  eValue: number;
  pValue: number;
  alarmedAtMs: number | null;
  sinceMs: number;
}

export interface BigWinner {
  playerId: string;
  nickname: string;
  game: string;
  netCoins: number;
  thresholdCoins: number;
  dayStartMs: number;
  atMs: number;
}

export interface RejectedClient {
  playerId: string | null;
  nickname: string | null;
  /** Where nobody was signed in. */
  address?: string;
  rejected: number;
  byCode: Record<string, number>;
  minuteAtMs: number;
}

export interface Anomalies {
  returns: ReturnWatch[];
  winners: BigWinner[];
  rejected: RejectedClient[];
}

/** A code by which one may sign up. */
export interface Invite {
  code: string;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number | null;
  /** Null: without limit. */
  maxUses: number | null;
  uses: number;
}
