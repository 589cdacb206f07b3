import type { Bet, FlyingRound, SettledRound } from '../../domain/crash/round.ts';
import type { OwnBet } from '../../domain/protocol/crash.ts';

/** What a table's actor tells its room. */
export interface TableEvents {
  /** Something the table shows has changed; `urgent` for phase, launch, gap and bust. */
  changed(urgent: boolean): void;
  bet(bet: Bet, game: number, state: OwnBet['state']): void;
  launched(round: FlyingRound): void;
  settled(round: SettledRound): void;
  balance(playerId: string, coins: number): void;
  presentPlayerIds(): ReadonlySet<string>;
  /** The actor has stopped for good. */
  lost(reason: 'fenced' | 'fault'): void;
}
