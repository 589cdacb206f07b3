import type { CrashOdds } from '../../domain/crash/odds.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import type { SessionPlayer } from './session.ts';

/** Answers of the HTTP API and messages of the lobby, as docs/API describes them. */

export interface Balances {
  coins: number;
  credits: number;
  gems?: number;
}

export interface Me {
  player: SessionPlayer;
  balances: Balances;
  limits: Record<string, unknown>;
}

export interface DailyGrant {
  granted: { coins: number; credits: number };
  /** Right after the grant, as stored with it. */
  balanceCoins: number;
  /** As of this answer. */
  balances: Balances;
  /** The next one can be claimed from then on. */
  nextAtMs: number;
}

export interface LiveTable extends TableRules {
  phase: 'betting' | 'flying' | 'settled' | 'paused';
  players: number;
  roomId: string;
  publicAddress: string;
}

export interface CrashChain {
  id: number;
  length: number;
  terminator: string;
  /** '' until fixed. */
  salt: string;
  saltSource: string;
  edgePercent: number;
  firstGame: number;
}

/** The last of `chains` is the active one. */
export interface CrashFairness {
  chains: CrashChain[];
  nextChain: CrashChain | null;
  latestGame: number;
  gaps: number;
  voids: number;
}

export interface OddsTable {
  /** The canonical object that `oddsHash` is the hash of. */
  odds: CrashOdds;
  game: 'crash';
  table: string;
  oddsHash: string;
  /** Of a stake, at every target. */
  returnToPlayer: number;
  /** The same as a fraction. */
  returnToPlayerExact: string;
}

/** Public keys of receipts (RFC 7517). */
export interface JsonWebKeySet {
  keys: (JsonWebKey & { kid?: string })[];
}

export interface Broadcast {
  id: string;
  text: string;
  level: string;
  expiresAtMs: number;
}

export interface PageQuery {
  limit?: number;
  cursor?: string | null;
}
