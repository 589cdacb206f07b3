import type { CrashOdds } from '../../domain/crash/odds.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import type { GachaBanner } from '../../domain/gacha/banner.ts';
import type { BannerDisclosure } from '../../domain/gacha/disclosure.ts';
import type { PlayedGame } from '../../domain/games/records.ts';
import type { RevealedPair, SeedsView } from '../../domain/games/seeds.ts';
import type { PlayedStep } from '../../domain/games/steps.ts';
import type { PlayLimits } from '../../domain/limits/state.ts';
import type { BroadcastMessage } from '../../domain/protocol/lobby.ts';
import type { RpsOdds } from '../../domain/rps/odds.ts';
import type { SlotMachine } from '../../domain/slots/machine.ts';
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
  limits: PlayLimits;
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
  /** Earlier than `length` says when the chain was replaced after a restore. */
  lastGame: number;
}

/** The last of `chains` is the active one. */
export interface CrashFairness {
  chains: CrashChain[];
  nextChain: CrashChain | null;
  latestGame: number;
  gaps: number;
  voids: number;
}

interface Published<Odds> {
  /** The canonical object that `oddsHash` is the hash of. */
  odds: Odds;
  oddsHash: string;
  /** Of a stake; for crash at every target. */
  returnToPlayer: number;
  /** The same as a fraction. */
  returnToPlayerExact: string;
}

export type CrashOddsTable = Published<CrashOdds> & { game: 'crash'; table: string };
export type SlotsOddsTable = Published<SlotMachine> & {
  game: 'slots';
  machine: string;
  /** The share of games that pay anything. */
  hitRate: number;
  /** Of a game's win, in stakes squared. */
  variance: number;
  /** The chance of each `result`. */
  results: Record<string, number>;
  /** After 0, 1, 2 ... wins in a row, the last for all above too; null without a streak. */
  returnByStreak: number[] | null;
  /** On average; null without free spins. */
  freeSpinsPerGame: number | null;
};
/** A table that is or was played by: what the verifier needs of it. */
export interface KeptOdds {
  odds: OddsTable['odds'];
  oddsHash: string;
}
export type RpsOddsTable = Published<RpsOdds> & { game: 'rps' };
/** Items are no money: a banner has rates instead of a return. */
export type GachaOddsTable = Omit<Published<GachaBanner>, 'returnToPlayer' | 'returnToPlayerExact'> & {
  game: 'gacha';
  banner: string;
  disclosure: BannerDisclosure;
  /** Whether it may be pulled now. */
  active: boolean;
};
export type OddsTable = CrashOddsTable | SlotsOddsTable | GachaOddsTable | RpsOddsTable;

/** A finished game with every step, as it is recalled, and what verifies it. */
export type RecalledGame = PlayedGame & { playerId: string; steps: PlayedStep[] };

/** What rotating answers: the pair that was revealed, and the one in use from now on. */
export interface Rotation {
  revealed: RevealedPair;
  active: SeedsView;
}

/** Public keys of receipts (RFC 7517). */
export interface JsonWebKeySet {
  keys: (JsonWebKey & { kid?: string })[];
}

/** What an operator says to many. Text only: what looks like markup is shown as it stands. */
export type Broadcast = BroadcastMessage;

export interface PageQuery {
  limit?: number;
  cursor?: string | null;
}
