import type { AuthContext } from '@colyseus/core';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { type SlotsOutcome, type SpinAnswer, SpinRequest } from '../../domain/protocol/slots.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { SlotMachine } from '../../domain/slots/machine.ts';
import { checkBet, spin } from '../../domain/slots/spin.ts';
import { readStreak, streakScope, writeStreak } from '../../domain/slots/streak.ts';
import { houseOf } from '../play/house.ts';
import type { ComputedGame, FinishedGame, Seen } from '../play/order.ts';
import type { PlayerDesk } from '../play/playerDesk.ts';
import { GameSession, type SessionClient } from '../play/session.ts';
import { sessionRequests, sessionSeat } from '../play/sessionRequests.ts';
import type { RoomPorts } from '../ports.ts';

/** The `slots` room: one player at one machine. */
export function slotsRoom(ports: RoomPorts) {
  const house = houseOf(ports);
  const { machines } = ports.odds;
  const seat = sessionSeat(house, { name: 'machine', known: (machine) => machines.has(machine) });
  const { request, end, time, answerUnknown } = sessionRequests<SlotMachine>(ports, 'slots');

  const spin = request('spin', SpinRequest, async (session, player, { key, betCoins }) => {
    const machine = session.odds.odds;
    const scope = streakScope(machine, betCoins);
    const finished = await session.play<SlotsOutcome>({
      player,
      kind: 'slots.spin',
      houseAccountId: SYSTEM_ACCOUNTS['house.slots.coins'],
      clientKey: key,
      body: { machine: machine.machine, betCoins },
      scopes: scope === null ? [] : [scope],
      stakeCoins: betCoins,
      stock: null,
      check: () => checkBet(machine, betCoins),
      compute: (seen) => computeSpin(machine, betCoins, scope, seen),
      event: (gameId, { payoutCoins, outcome: { result } }, { documents }) => {
        const streakBefore = scope === null ? 0 : readStreak(documents.get(scope) ?? null);
        return {
          type: 'slots.spin',
          data: { machine: machine.machine, gameId, betCoins, payoutCoins, result, streakBefore },
        };
      },
    });
    return finished.ok ? ok(spinAnswer(finished.value)) : finished;
  });

  return class SlotsRoom extends GameSession<SlotMachine> {
    override messages = { spin, end, time };

    constructor() {
      super(house, 'slots');
    }

    static override onAuth(token: string, options: unknown, context: AuthContext) {
      return seat(token, options, context);
    }

    override onCreate({ machine }: { machine: string }): void {
      answerUnknown(this as never);
      this.opens(machine, machines.get(machine));
    }

    protected override async sendStanding(
      client: SessionClient<SlotMachine>,
      desk: PlayerDesk,
    ): Promise<Result<void>> {
      const { odds, oddsHash } = this.odds;
      const scopes = odds.betSteps.map((betCoins) => streakScope(odds, betCoins));
      const documents = await desk.documents(
        ports,
        scopes.filter((scope) => scope !== null),
      );
      if (!documents.ok) return documents;
      const streaks = odds.betSteps
        .map((betCoins, at) => ({ betCoins, streak: readStreak(documents.value.get(scopes[at]!) ?? null) }))
        .filter(({ streak }) => streak > 0);
      client.send('standing', { sessionId: this.sessionId, machine: odds.machine, oddsHash, streaks });
      return ok(undefined);
    }
  };
}

function computeSpin(
  machine: SlotMachine,
  betCoins: number,
  scope: string | null,
  { pair, documents }: Seen,
): ComputedGame<SlotsOutcome> {
  if (scope === null) return { played: spin(machine, pair, betCoins, 0), states: [], stock: [] };
  const before = documents.get(scope) ?? null;
  const streak = readStreak(before);
  const played = spin(machine, pair, betCoins, streak);
  // A streak of none needs no document; one that is there stays, so that its row is changed in place.
  const after = played.outcome.streak === streak ? before : writeStreak(played.outcome.streak);
  return { played, states: [{ scope, before, after }], stock: [] };
}

function spinAnswer({ gameId, nonce, balanceCoins, outcome }: FinishedGame<SlotsOutcome>): SpinAnswer {
  const { turns, winCoins, streak, streakBonusHundredths, variationHundredths, result } = outcome;
  const [{ stops, lines }, ...freeSpins] = turns as [SlotsOutcome['turns'][0], ...SlotsOutcome['turns']];
  return {
    ...{ gameId, nonce, stops, lines, winCoins, balanceCoins, streak, freeSpins },
    ...{ streakBonusHundredths, variationHundredths, result },
  };
}
