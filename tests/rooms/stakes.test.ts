import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import starlight from '../../domain/gacha/starlight.data.ts';
import type { Player } from '../../domain/identity/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { ok } from '../../domain/result.ts';
import rps from '../../domain/rps/rps.data.ts';
import { throwHand } from '../../domain/rps/throw.ts';
import { ANSWER_WITHIN_MS } from '../../rooms/answerInTime.ts';
import { BannerStock, FREE_TRIES } from '../../rooms/play/bannerStock.ts';
import { play } from '../../rooms/play/play.ts';
import { PlayerDesk } from '../../rooms/play/playerDesk.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { createGrants } from '../../server/auth/grants.ts';
import { createPlayerFeed } from '../../server/playerFeed.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordEvents } from '../support/events.ts';

const WELCOME_COINS = 100_000;

describe('stakes', () => {
  let database: TestDatabase;
  let ports: RoomPorts;
  let player: Player;
  let desk: PlayerDesk;
  /** How far the clock has been put forward. */
  let aheadMs = 0;
  /** Stakes that a game was drawn for. */
  const drawn: number[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    const { identity, ledger, limits, games, seedPairs } = database;
    ports = {
      ...{
        ledger,
        limits,
        games,
        seedPairs,
        feed: createPlayerFeed(),
        newUuid: randomUUID,
        events: recordEvents(),
      },
      clock: { nowMs: () => Date.now() + aheadMs, notBefore() {} },
      balances: (of: { id: string }) => identity.balances(of),
      log: { info() {}, warn() {}, error() {} },
    } as unknown as RoomPorts;
    player = await identity.createPlayer({
      id: randomUUID(),
      nickname: 'poor',
      bot: false,
      ageConfirmed: true,
    });
    await createGrants(ledger, recordEvents()).ensureWelcome(player);
    desk = new PlayerDesk(player.id);
  });
  afterAll(() => database.dispose());

  const stake = (betCoins: number, clientKey: string = randomUUID(), stock: BannerStock | null = null) =>
    play(ports, desk, {
      ...{ player, clientKey, sessionId: randomUUID(), kind: 'rps.throw', game: 'rps', variant: 'house' },
      ...{ oddsHash: 'hash', houseAccountId: SYSTEM_ACCOUNTS['house.rps.coins'], body: { betCoins } },
      ...{ scopes: [], stock, stakeCoins: betCoins },
      check: () => ok(undefined),
      compute({ pair }) {
        drawn.push(betCoins);
        const played = throwHand(rps, pair, { betCoins, hand: 'rock' });
        return { played: { ...played, payoutCoins: 0 }, states: [], stock: [] };
      },
      event: (gameId, { payoutCoins, outcome }) => ({
        type: 'rps.throw',
        data: { gameId, betCoins, payoutCoins, ...outcome },
      }),
    });
  const lacks = (balance: number) => ({
    ok: false,
    error: { code: 'insufficient_funds', details: { balance } },
  });

  it('[GM18] draws nothing for a first stake that can not be paid', async () => {
    expect(await stake(WELCOME_COINS + 100)).toMatchObject(lacks(WELCOME_COINS));
    expect(drawn).toEqual([]);
    expect(await stake(60_000)).toMatchObject({ ok: true, value: { nonce: 0, balanceCoins: 40_000 } });
  });

  it('[GM18] draws once at most for stakes that can not be paid, and for keys that were used', async () => {
    const key = randomUUID();
    const played = await stake(100, key);
    const asked = {
      'a stake over the balance': async () => expect(await stake(60_000)).toMatchObject(lacks(39_900)),
      'a repeated key': async () => expect(await stake(100, key)).toEqual(played),
      'a key of another stake': async () =>
        expect(await stake(200, key)).toMatchObject({ ok: false, error: { code: 'key_conflict' } }),
    };
    drawn.length = 0;
    for (const ask of Object.values(asked)) for (let times = 0; times < 3; times += 1) await ask();
    expect(drawn.length).toBeLessThanOrEqual(1);
    // Who leaves and comes back starts anew, and draws nothing at all.
    desk = new PlayerDesk(player.id);
    drawn.length = 0;
    for (const ask of Object.values(asked)) await ask();
    expect(drawn).toEqual([]);
    expect(await stake(100)).toMatchObject({ ok: true, value: { nonce: 2, balanceCoins: 39_800 } });
    expect(drawn).toEqual([100]);
  });

  it('plays nothing late that waited for a turn behind others until nobody waited for it any more', async () => {
    drawn.length = 0;
    const scarce = new BannerStock(ports, starlight);
    let goOn = () => {};
    let tried = 0;
    const ahead = scarce.pull(12, () => {
      tried += 1;
      if (tried <= FREE_TRIES) return Promise.resolve('outdated');
      return new Promise<string>((resolve) => {
        goOn = () => resolve('pulled');
      });
    });
    await new Promise((resolve) => setImmediate(resolve));
    const late = stake(100, randomUUID(), scarce);
    await new Promise((resolve) => setImmediate(resolve));
    aheadMs += ANSWER_WITHIN_MS;
    goOn();
    await ahead;
    expect(await late).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    expect(drawn).toEqual([]);
    expect(await stake(100, randomUUID(), scarce)).toMatchObject({ ok: true });
  });
});
