import type { AuthContext } from '@colyseus/core';
import { assert } from '../../domain/assert.ts';
import type { EventData } from '../../domain/events/event.ts';
import type { GachaBanner } from '../../domain/gacha/banner.ts';
import { forcedPulls } from '../../domain/gacha/drawPulls.ts';
import { pull } from '../../domain/gacha/pull.ts';
import {
  type GachaState,
  gachaScope,
  NO_PULLS,
  parseState,
  pityOf,
  serialiseState,
  standing,
  useDay,
} from '../../domain/gacha/state.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import {
  type GachaOutcome,
  type GachaStanding,
  type PullAnswer,
  PullRequest,
} from '../../domain/protocol/gacha.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { houseOf } from '../play/house.ts';
import type { ComputedGame, FinishedGame, Seen } from '../play/order.ts';
import type { PlayerDesk } from '../play/playerDesk.ts';
import { GameSession, type SessionClient } from '../play/session.ts';
import { sessionRequests, sessionSeat } from '../play/sessionRequests.ts';
import type { RoomPorts } from '../ports.ts';

/** The `gacha` room: one player at one banner. */
export function gachaRoom(ports: RoomPorts) {
  const house = houseOf(ports);
  const { banners } = ports.odds;
  const seat = sessionSeat(house, { name: 'banner', known: (banner) => banners.has(banner) });
  const { request, end, time, answerUnknown } = sessionRequests<GachaBanner>(ports, 'gacha');

  const pull = request('pull', PullRequest, async (session, player, { key, count }) => {
    const banner = session.odds.odds;
    // By the rank of now: one that was taken away must not pull on until its player reconnects.
    const current = await ports.current(player);
    const dailyLimit = current.ok ? banner.dailyPulls[current.value.rank] : 0;
    const finished = await session.play<GachaOutcome>({
      player,
      kind: 'gacha.pull',
      houseAccountId: SYSTEM_ACCOUNTS['house.gacha.coins'],
      clientKey: key,
      body: { banner: banner.banner, count },
      scopes: [gachaScope(banner.banner)],
      stakeCoins: banner.costCoins[count],
      stock: house.stock(banner),
      check(seen) {
        if (!current.ok) return current;
        if (!ports.banners.isActive(banner.banner)) return fail('forbidden', { reason: 'inactive' });
        return checkDay(banner, dailyLimit, seen);
      },
      compute: (seen) => computePull(banner, count, dailyLimit, seen),
      event: (gameId, { betCoins, outcome }, { documents }) => {
        const state = parseState(documents.get(gachaScope(banner.banner)) ?? null);
        return { type: 'gacha.pull', data: pullData(banner, state, gameId, betCoins, outcome) };
      },
    });
    session.tellStanding();
    return finished.ok ? ok(pullAnswer(finished.value)) : finished;
  });

  return class GachaRoom extends GameSession<GachaBanner> {
    override messages = { pull, end, time };

    constructor() {
      super(house, 'gacha');
    }

    static override onAuth(token: string, options: unknown, context: AuthContext) {
      return seat(token, options, context);
    }

    override onCreate({ banner }: { banner: string }): void {
      answerUnknown(this as never);
      this.opens(banner, banners.get(banner));
    }

    protected override async sendStanding(
      client: SessionClient<GachaBanner>,
      desk: PlayerDesk,
    ): Promise<Result<void>> {
      const { odds: banner, oddsHash } = this.odds;
      const scope = gachaScope(banner.banner);
      const documents = await desk.documents(ports, [scope]);
      if (!documents.ok) return documents;
      const left = await house.stock(banner).left();
      if (!left.ok) return left;
      const current = await ports.current(client.auth!.player!);
      if (!current.ok) return current;
      const dailyLimit = banner.dailyPulls[current.value.rank];
      const state = parseState(documents.value.get(scope) ?? null);
      const message: GachaStanding = {
        ...{ sessionId: this.sessionId, banner: banner.banner, oddsHash, pityAt: banner.pityAt, dailyLimit },
        ...standing(banner, state, dailyLimit, ports.clock.nowMs()),
        stock: [...left.value].map(([item, number]) => ({ item, left: number })),
      };
      client.send('standing', message);
      return ok(undefined);
    }
  };
}

function checkDay(banner: GachaBanner, dailyLimit: number, { documents, nowMs }: Seen): Result<unknown> {
  const state = parseState(documents.get(gachaScope(banner.banner)) ?? null);
  return useDay(banner, state, dailyLimit, nowMs);
}

function computePull(
  banner: GachaBanner,
  count: 1 | 10,
  dailyLimit: number,
  { pair, documents, left, nowMs }: Seen,
): ComputedGame<GachaOutcome> {
  const scope = gachaScope(banner.banner);
  const before = documents.get(scope) ?? null;
  const request = { count, dailyLimit, nowMs };
  const pulled = pull(banner, pair, request, { state: parseState(before), left });
  assert(pulled.ok, 'the day was checked before');
  const { state, stock, dailyRemaining, dailyResetsAtMs: _, ...played } = pulled.value;
  return {
    // The outcome does not depend on what is left of the day; the answer has it, and so must its repeat.
    played: { ...played, inputs: { ...played.inputs, dailyRemaining } },
    states: [{ scope, before, after: serialiseState(state) }],
    stock,
  };
}

function pullData(
  banner: GachaBanner,
  before: GachaState | null,
  gameId: string,
  costCoins: number,
  { items }: GachaOutcome,
): EventData['gacha.pull'] {
  return {
    ...{ banner: banner.banner, gameId, costCoins },
    rarities: items.map(({ rarity, soldOut }) => soldOut?.rarity ?? rarity),
    items: items.map(({ item }) => item),
    forced: forcedPulls(banner, pityOf(banner, before ?? NO_PULLS), items),
  };
}

function pullAnswer(game: FinishedGame<GachaOutcome>): PullAnswer {
  const { gameId, nonce, betCoins: costCoins, balanceCoins, outcome, inputs } = game;
  const { dailyRemaining } = inputs as { dailyRemaining: number };
  const { items, pity } = outcome;
  return { gameId, nonce, items, pity, dailyRemaining, costCoins, balanceCoins };
}
