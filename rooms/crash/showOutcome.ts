import type { CrashCommand } from '../../domain/crash/commands.ts';
import type { Bet, CrashRound } from '../../domain/crash/round.ts';
import type { Board } from './board.ts';
import type { TableEvents } from './tableEvents.ts';

/** After these the phase, the launch, a gap or the bust differs: shown at once, not with the next totals. */
const URGENT = new Set<CrashCommand['type']>([
  'bookClosed',
  'bookStillOpen',
  'stalled',
  'resumed',
  'settled',
]);

/** What became certain by a command: only that reaches the board and the players. */
export function showOutcome(
  command: CrashCommand,
  before: CrashRound,
  round: CrashRound,
  board: Board,
  events: TableEvents,
): void {
  const held = (bet: Bet) => {
    if (board.held(bet)) events.bet(bet, round.game, 'open');
  };
  const bet = 'betId' in command ? round.bets.get(command.betId) : undefined;
  if (bet !== undefined) {
    if (command.type === 'stakeHeld' && bet.state !== 'pending') held(bet);
    else if (command.type === 'stakeReleased') {
      board.released(bet);
      events.bet(bet, round.game, 'cancelled');
    } else if (command.type === 'payoutBooked') {
      board.paid(bet);
      events.bet(bet, round.game, 'cashed');
    }
  }
  if (command.type === 'bookClosed') {
    for (const entry of round.bets.values()) if (entry.state === 'open') held(entry);
    if (round.phase === 'flying') events.launched(round);
  }
  if (round.phase === 'settled' && before.phase !== 'settled') {
    board.bust(round.game, round.bustHundredths);
    for (const entry of round.bets.values()) {
      if (entry.state === 'open') events.bet(entry, round.game, 'lost');
    }
    events.settled(round);
  }
  events.changed(URGENT.has(command.type));
}
