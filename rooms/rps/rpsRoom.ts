import type { AuthContext } from '@colyseus/core';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import {
  type RpsOutcome,
  type RpsStanding,
  type ThrowAnswer,
  ThrowRequest,
} from '../../domain/protocol/rps.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RpsOdds } from '../../domain/rps/odds.ts';
import { checkBet, throwHand } from '../../domain/rps/throw.ts';
import { houseOf } from '../play/house.ts';
import type { FinishedGame } from '../play/order.ts';
import { GameSession, type SessionClient } from '../play/session.ts';
import { sessionRequests, sessionSeat } from '../play/sessionRequests.ts';
import type { RoomPorts } from '../ports.ts';

/** The `rps` room: one player against the house. */
export function rpsRoom(ports: RoomPorts) {
  const house = houseOf(ports);
  const seat = sessionSeat(house, null);
  const { request, end, time, answerUnknown } = sessionRequests<RpsOdds>(ports, 'rps');

  const throws = request('throw', ThrowRequest, async (session, player, { key, betCoins, hand }) => {
    const { odds } = session.odds;
    const finished = await session.play<RpsOutcome>({
      player,
      kind: 'rps.throw',
      houseAccountId: SYSTEM_ACCOUNTS['house.rps.coins'],
      clientKey: key,
      body: { betCoins, hand },
      scopes: [],
      stakeCoins: betCoins,
      stock: null,
      check: () => checkBet(odds, betCoins),
      event: (gameId, { payoutCoins, outcome }) => ({
        type: 'rps.throw',
        data: { gameId, betCoins, payoutCoins, ...outcome },
      }),
      compute: ({ pair }) => ({ played: throwHand(odds, pair, { betCoins, hand }), states: [], stock: [] }),
    });
    return finished.ok ? ok(throwAnswer(finished.value)) : finished;
  });

  return class RpsRoom extends GameSession<RpsOdds> {
    override messages = { throw: throws, end, time };

    constructor() {
      super(house, 'rps');
    }

    static override onAuth(token: string, options: unknown, context: AuthContext) {
      return seat(token, options, context);
    }

    override onCreate(): void {
      answerUnknown(this as never);
      this.opens('house', ports.odds.rps);
    }

    protected override async sendStanding(client: SessionClient<RpsOdds>): Promise<Result<void>> {
      const message: RpsStanding = { sessionId: this.sessionId, oddsHash: this.odds.oddsHash };
      client.send('standing', message);
      return ok(undefined);
    }
  };
}

function throwAnswer(game: FinishedGame<RpsOutcome>): ThrowAnswer {
  const { gameId, nonce, payoutCoins, balanceCoins, outcome } = game;
  return { gameId, nonce, ...outcome, payoutCoins, balanceCoins };
}
