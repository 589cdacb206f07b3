import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../../db/reconcile.ts';
import { instantOf } from '../../domain/crash/curve.ts';
import type { RoundRecord } from '../../domain/crash/records.ts';
import type { Bet } from '../../domain/crash/round.ts';
import { verifyOwnBet, verifyRound } from '../../domain/fairness/verify.ts';
import type { Player } from '../../domain/identity/port.ts';
import { cashoutItem } from '../../rooms/crash/ledgerItems.ts';
import type { PlayerEvent } from '../../rooms/ports.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, signIn, startApp } from './liveApp.ts';
import { type Dealer, type Played, seatDealer, value, type Wish } from './playedRounds.ts';

const STAKE = 1_000;
const MINUTE_MS = 60_000;

let app: LiveApp;
let document: Document;
let admin: string;
let ada: Player;
let bob: Player;
/** Another process, as it were: it lives, and what it holds nobody else may take. */
let other: Awaited<ReturnType<LiveApp['database']['another']>>;
const told: { playerId: string; event: PlayerEvent }[] = [];

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await app.call(method, path, { token: admin, ...(body ? { body } : {}) });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

const voidRound = (table: string, { game }: { game: number }, reason = 'the owner is stuck') =>
  call('POST', `/api/admin/rounds/${table}/${game}/void`, { reason });

async function player(): Promise<Player> {
  const signedIn = await signIn(app);
  await app.call('GET', '/api/me', { token: signedIn.accessToken });
  return (await app.database.identity.player(signedIn.player.id))!;
}

const wishes = (autoCashoutHundredths: number | null = null): Wish[] => [
  { player: ada, amountCoins: STAKE, autoCashoutHundredths },
  { player: bob, amountCoins: 2 * STAKE, autoCashoutHundredths: null },
  { player: bob, amountCoins: 3 * STAKE, autoCashoutHundredths: null, cancelled: true },
];

const coinsOf = async (who: Player) => (await app.database.identity.balances(who)).coins;

/** A table whose owner lives, and renews its lease. */
async function ownedTable(table: string): Promise<Dealer> {
  const dealer = await seatDealer(app, table, other.ownerId);
  await query(app, `update table_lease set expires_at = now() + interval '1 hour' where crash_table = $1`, [
    table,
  ]);
  return dealer;
}

/** A table that nobody keeps: its owner held no lock, or is gone. */
async function abandon(table: string): Promise<void> {
  await query(app, `update table_lease set owner = null, expires_at = '-infinity' where crash_table = $1`, [
    table,
  ]);
}

async function launchedAgo(table: string, played: Played, agoMs: number): Promise<void> {
  await query(app, 'update crash_round set launched_at_ms = $3 where crash_table = $1 and game = $2', [
    table,
    played.game,
    Math.floor(app.nowMs()) - agoMs,
  ]);
}

/** The public record, checked as anybody checks it, and by its chain's published terminator. */
async function verified(table: string, game: number): Promise<RoundRecord> {
  const { body: record } = await app.call('GET', `/api/fairness/crash/${table}/rounds/${game}`);
  const { chains } = (await app.call('GET', `/api/fairness/crash/${table}`)).body;
  const context = { chain: chains.at(-1), previousHash: null, asked: { table, game } };
  expect(verifyRound(record, context)).toMatchObject({ valid: true });
  for (const { betId } of record.bets) expect(verifyOwnBet(record, betId)).toMatchObject({ valid: true });
  return record;
}

async function booksAreEven(): Promise<void> {
  const client = await app.database.pool.connect();
  expect((await reconcile(client)).differenceCoins).toBe(0);
  client.release();
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  other = await app.database.another();
  const operator = await signIn(app);
  await query(app, `update player set role = 'admin' where id = $1`, [operator.player.id]);
  admin = operator.accessToken;
  [ada, bob] = [await player(), await player()];
  for (const { id } of [ada, bob]) app.feed.subscribe(id, (event) => void told.push({ playerId: id, event }));
}, 120_000);
afterAll(() => app.stop());

test('[CR32] [CR33] a round in flight that nobody keeps: stakes go back, cash-outs stay, and it verifies', async () => {
  const dealer = await seatDealer(app, 'main');
  const had = [await coinsOf(ada), await coinsOf(bob)];
  let played: Played;
  do {
    // A bust at the launch pays nobody: then the next round.
    played = await dealer.launch(await dealer.open(wishes(101), 20 * MINUTE_MS), 10 * MINUTE_MS, 101);
    if (played.bustHundredths < 101) value(await dealer.settle(played));
  } while (played.bustHundredths < 101);
  const lost = (await app.database.reads.rounds('main', 200, null)).items.reduce(
    (coins, round) => coins + round.stakedCoins,
    0,
  );
  expect(lost % (3 * STAKE)).toBe(0);
  await abandon('main');
  const hidden = (await call('GET', `/api/admin/rounds/main/${played.game}`)).body;
  expect(hidden).toMatchObject({ status: 'flying', hash: null, bustHundredths: null, bustedAtMs: null });
  expect(hidden.bets).toMatchObject([
    { playerId: ada.id, nickname: ada.nickname, state: 'cashed' },
    { playerId: bob.id, state: 'open' },
    { playerId: bob.id, state: 'cancelled' },
  ]);
  expect((await app.call('GET', `/api/fairness/crash/main/rounds/${played.game}`)).status).toBe(404);

  told.length = 0;
  const answer = await voidRound('main', played, 'the table was taken down');
  expect(answer.body).toMatchObject({
    ...{ table: 'main', game: played.game, status: 'voided', voidReason: 'the table was taken down' },
    ...{ bets: 2, stakedCoins: 3 * STAKE, paidCoins: 1_010, refundedBets: 1, refundedCoins: 2 * STAKE },
    ...{ bustHundredths: played.bustHundredths, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect([await coinsOf(ada), await coinsOf(bob)]).toEqual([
    had[0]! - lost / 3 + 10,
    had[1]! - (lost / 3) * 2,
  ]);
  const record = await verified('main', played.game);
  expect(record).toMatchObject({ voided: true, voidReason: 'the table was taken down', paidCoins: 1_010 });
  expect(await app.database.reads.blemishes('main')).toEqual({ gaps: 0, voids: 1 });
  await expect
    .poll(() => told.filter(({ event }) => event.type === 'notice'))
    .toMatchObject([
      {
        playerId: bob.id,
        event: {
          kind: 'crash.voided',
          data: { table: 'main', game: played.game, amountCoins: 2 * STAKE },
        },
      },
    ]);
  expect(told).toContainEqual({
    playerId: bob.id,
    event: expect.objectContaining({ type: 'balance' }),
  });

  // The same again, whatever it says now; and the next owner goes on with the next game.
  expect((await voidRound('main', played, 'another reason')).body).toEqual(answer.body);
  const data = { table: 'main', game: played.game, refundedCoins: 2 * STAKE };
  expect(app.told.filter(({ type }) => type === 'crash.void')).toMatchObject([{ player: null, data }]);
  expect(await coinsOf(bob)).toBe(had[1]! - (lost / 3) * 2);
  const next = await (await seatDealer(app, 'main')).play(wishes());
  expect(next.game).toBe(played.game + 1);
  await booksAreEven();
});

test('[CR33] a round in betting: the book and the salt stand as they were, launch and end are one instant', async () => {
  const dealer = await seatDealer(app, 'turbo');
  const empty = await dealer.open([]);
  await abandon('turbo');
  const refused = await voidRound('turbo', empty);
  expect([...refusalOf(refused), refused.body.error.details.reason]).toEqual([403, 'forbidden', 'empty']);

  const had = [await coinsOf(ada), await coinsOf(bob)];
  const again = await seatDealer(app, 'high');
  const played = await again.open([
    { player: ada, amountCoins: 10_000, autoCashoutHundredths: 150 },
    { player: bob, amountCoins: 20_000, autoCashoutHundredths: null },
  ]);
  await abandon('high');
  // Two operators at once.
  const both = await Promise.all([voidRound('high', played), voidRound('high', played)]);
  expect(both[0].body).toMatchObject({ refundedBets: 2, refundedCoins: 30_000 });
  expect(both[1].body).toEqual(both[0].body);
  expect([await coinsOf(ada), await coinsOf(bob)]).toEqual(had);
  const record = await verified('high', played.game);
  expect(record.bustedAtMs).toBe(record.launchedAtMs);
  expect(record.launchedAtMs).toBeLessThan(record.startedAtMs + record.limits.bettingMs);
  // A launch that early is a voided round's only.
  const chain = (await app.call('GET', '/api/fairness/crash/high')).body.chains[0];
  for (const forged of [
    { ...record, voided: false, voidReason: undefined },
    { ...record, launchedAtMs: record.launchedAtMs - 1 },
    { ...record, bustedAtMs: record.bustedAtMs - 1 },
  ]) {
    const verdict = verifyRound(JSON.parse(JSON.stringify(forged)), {
      ...{ chain, previousHash: null, asked: { table: 'high', game: 1 } },
    });
    expect(verdict.valid).toBe(false);
  }
  await booksAreEven();
});

test('[CR31] a live table refuses, alike whatever its round does, until it is stuck for a minute', async () => {
  const dealer = await ownedTable('turbo');
  // The first game is still in betting, without a bet.
  const first = { game: 1 } as Played;
  const answers = [await voidRound('turbo', first)];
  const nobody = { game: 1, bets: [], lastSequence: 0 } as unknown as Played;
  const { bustHundredths } = await dealer.launch(nobody, 0, 0);
  const bustMs = instantOf(bustHundredths);
  for (const agoMs of [0, bustMs + 1_000, bustMs + MINUTE_MS - 5_000]) {
    await launchedAgo('turbo', first, agoMs);
    answers.push(await voidRound('turbo', first));
  }
  for (const answer of answers) {
    expect(refusalOf(answer)).toEqual([403, 'forbidden']);
    expect(answer.body).toEqual({
      error: { code: 'forbidden', message: expect.any(String), details: { reason: 'live' } },
    });
  }
  await launchedAgo('turbo', first, bustMs + MINUTE_MS + 1_000);
  expect((await voidRound('turbo', first)).status).toBe(200);
});

test('[CR34] a stuck owner can’t write any more: not a payout, not its settlement', async () => {
  const dealer = await ownedTable('main');
  const played = await dealer.launch(await dealer.open(wishes(), 20 * MINUTE_MS), 10 * MINUTE_MS, 0);
  const had = await coinsOf(ada);
  expect((await voidRound('main', played)).body).toMatchObject({ refundedBets: 2 });
  const late = cashoutItem(dealer.tenure, played.game, played.bets[0]!, cashoutOf(played.bets[0]!));
  expect(await app.database.ledger.post(late)).toMatchObject({ error: { code: 'fenced' } });
  expect(await dealer.settle(played)).toMatchObject({ error: { code: 'fenced' } });
  expect(await other.leases.renew(dealer.tenure, null)).toMatchObject({ error: { code: 'fenced' } });
  expect(await coinsOf(ada)).toBe(had + STAKE);
  await booksAreEven();
});

test('[CR34] settling, paying and voiding at the same moment: one of them comes first', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 8; round++) {
    const dealer = await ownedTable('main');
    const played = await dealer.launch(await dealer.open(wishes(), 20 * MINUTE_MS), 10 * MINUTE_MS, 0);
    const had = (await coinsOf(ada)) + (await coinsOf(bob));
    const bet = played.bets[0]!;
    const rival =
      round % 2 === 0
        ? () => dealer.settle(played)
        : () => app.database.ledger.post(cashoutItem(dealer.tenure, played.game, bet, cashoutOf(bet)));
    // Who is let go first varies.
    const first = round % 4 < 2 ? rival() : null;
    const voiding = voidRound('main', played);
    const [done, voided] = await Promise.all([first ?? rival(), voiding]);
    const gained = (await coinsOf(ada)) + (await coinsOf(bob)) - had;
    const isSettling = round % 2 === 0;
    if (done.ok) {
      expect(refusalOf(voided)[0]).toBe(isSettling ? 409 : 200);
      expect(gained).toBe(isSettling ? 0 : 1_010 + 2 * STAKE);
    } else {
      expect(done.error.code).toBe('fenced');
      expect(voided.body).toMatchObject({ refundedBets: 2 });
      expect(gained).toBe(3 * STAKE);
    }
    seen.add(`${isSettling} ${done.ok}`);
    const { body } = await call('GET', `/api/admin/rounds/main/${played.game}`);
    expect(body.status).toBe(done.ok && isSettling ? 'settled' : 'voided');
  }
  expect(seen.size).toBeGreaterThan(1);
  await booksAreEven();
});

test('[CR34] a death in the middle leaves nothing, and the next try does all of it', async () => {
  const dealer = await seatDealer(app, 'main');
  const played = await dealer.open(wishes(), MINUTE_MS);
  await abandon('main');
  const had = [await coinsOf(ada), await coinsOf(bob)];
  // Somebody holds an account: the refunds wait for it, and then their connection is gone.
  const holder = await app.database.pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from account where id = $1 for update', [bob.accounts.coins]);
  const dying = voidRound('main', played);
  const blocked = () =>
    query<{ pid: number }>(app, `select pid from pg_stat_activity where wait_event_type = 'Lock'`);
  await expect.poll(async () => (await blocked()).length, { timeout: 10_000 }).toBe(1);
  await query(app, 'select pg_terminate_backend($1)', [(await blocked())[0]!.pid]);
  expect(refusalOf(await dying)).toEqual([503, 'store_unavailable']);
  await holder.query('rollback');
  holder.release();
  expect([await coinsOf(ada), await coinsOf(bob)]).toEqual(had);
  expect((await call('GET', `/api/admin/rounds/main/${played.game}`)).body).toMatchObject({
    status: 'betting',
    hash: null,
  });
  expect((await voidRound('main', played)).body).toMatchObject({ refundedBets: 2 });
  expect([await coinsOf(ada), await coinsOf(bob)]).toEqual([had[0]! + STAKE, had[1]! + 2 * STAKE]);
  await verified('main', played.game);
  await booksAreEven();
});

test('what can’t be voided: a settled round, one that is not there, without a reason', async () => {
  const played = await (await seatDealer(app, 'main')).play(wishes());
  expect(refusalOf(await voidRound('main', played))).toEqual([409, 'outdated']);
  for (const [table, game] of [
    ['main', 9_999],
    ['nowhere', 1],
  ] as const) {
    expect(refusalOf(await voidRound(table, { game }))).toEqual([404, 'not_found']);
    expect((await call('GET', `/api/admin/rounds/${table}/${game}`)).status).toBe(404);
  }
  for (const reason of ['', '   ', 'x'.repeat(501)])
    expect(refusalOf(await voidRound('main', played, reason))).toEqual([422, 'invalid_request']);
});

test('rounds are found by table, player, status and time, page by page', async () => {
  const rounds = async (search: string) => (await call('GET', `/api/admin/rounds?${search}`)).body;
  const all = (await rounds('limit=200')).items;
  const voided = all.filter(({ status }: { status: string }) => status === 'voided');
  expect(voided.length).toBeGreaterThan(3);
  expect((await rounds('status=voided&limit=200')).items).toEqual(voided);
  expect((await rounds('table=high')).items).toMatchObject([{ table: 'high', game: 1, status: 'voided' }]);
  expect((await rounds(`player=${ada.id}&limit=200`)).items.length).toBe(
    all.filter(({ bets }: { bets: number }) => bets > 0).length,
  );
  expect((await rounds(`player=${randomUUID()}`)).items).toEqual([]);
  const [{ startedAtMs }] = all;
  expect((await rounds(`fromMs=${startedAtMs}`)).items).toEqual([all[0]]);
  expect((await rounds(`toMs=${startedAtMs - 1}&limit=200`)).items).toEqual(all.slice(1));
  const paged = [];
  for (let next: string | null = ''; next !== null; ) {
    const page: { items: object[]; next: string | null } = await rounds(
      `limit=3${next && `&cursor=${encodeURIComponent(next)}`}`,
    );
    paged.push(...page.items);
    next = page.next;
  }
  expect(paged).toEqual(all);
});

function cashoutOf(bet: Bet) {
  return {
    ...{ atHundredths: 101, payoutCoins: 1_010, receivedAtMs: bet.receivedAtMs + 1, sequence: 99 },
    reason: 'player' as const,
  };
}
