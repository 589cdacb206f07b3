import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Player } from '../../domain/identity/port.ts';
import { fail } from '../../domain/result.ts';
import type { Match } from '../../domain/rps/match.ts';
import { finishMatch } from '../../rooms/rps_match/finishing.ts';
import { matchMessage } from '../../rooms/rps_match/messages.ts';
import { until } from './harness.ts';
import { BET_COINS, chosen, type Hosted, MatchWorld, type Windows } from './rpsMatchWorld.ts';

let world: MatchWorld;
let alice: Player;
let bob: Player;
let before: number;

beforeAll(async () => {
  world = await MatchWorld.open();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  [alice, bob] = [await world.player('alice'), await world.player('bob')];
  before = await world.coins(alice);
});

function opened(windows: Windows = {}, hosted: Hosted = world.host(world.ports(windows))) {
  hosted.actor.open(BET_COINS, [alice, bob]);
  return { ...hosted, hosted, match: hosted.actor.match! };
}

/** Both have committed: alice rock, bob paper. */
async function bothCommitted(windows: Windows = {}) {
  const table = opened(windows);
  const rock = chosen(table.match, alice, 'rock');
  const paper = chosen(table.match, bob, 'paper');
  expect(await table.actor.commit(alice, rock.commit)).toMatchObject({ ok: true });
  expect(await table.actor.commit(bob, paper.commit)).toMatchObject({ ok: true });
  return { ...table, rock: rock.reveal, paper: paper.reveal };
}

const code = (refusal: string) => ({ ok: false, error: { code: refusal } });
const recorded = async (match: Match) => {
  const { rows } = await world.database.pool.query(
    `select player_id, bet_coins::int, payout_coins::int, outcome from game where inputs->>'matchId' = $1`,
    [match.matchId],
  );
  return new Map(rows.map(({ player_id, ...game }) => [player_id as string, game]));
};
const coinsOfBoth = async () => [await world.coins(alice), await world.coins(bob)];

test('[RP8] a commit is answered once its stake is held, and the match is stored with it', async () => {
  const { actor, match } = opened();
  const { commit } = chosen(match, alice, 'rock');
  const escrow = await world.escrowCoins();
  expect(await actor.commit(alice, commit)).toEqual({
    ok: true,
    value: { matchId: match.matchId, balanceCoins: before - BET_COINS },
  });
  expect(await world.coins(alice)).toBe(before - BET_COINS);
  expect(await world.escrowCoins()).toBe(escrow + BET_COINS);
  const stored = await world.stored(match.matchId);
  expect(stored?.players.map((player) => player.commit)).toEqual([commit.commit, null]);
});

test('[RP8] the same commit twenty times at once is one stake, and another one by its key a conflict', async () => {
  const { actor, match } = opened();
  const { commit } = chosen(match, alice, 'rock');
  const answers = await Promise.all(Array.from({ length: 20 }, () => actor.commit(alice, commit)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await world.coins(alice)).toBe(before - BET_COINS);
  const other = chosen(match, alice, 'paper').commit;
  expect(await actor.commit(alice, { ...other, key: commit.key })).toMatchObject(code('key_conflict'));
  expect(await actor.commit(alice, other)).toMatchObject(code('already_bet'));
});

test('[RP8] a repeat after the match has ended is answered from its game', async () => {
  const { actor, match, hosted } = opened();
  const rock = chosen(match, alice, 'rock');
  const first = await actor.commit(alice, rock.commit);
  await actor.commit(bob, chosen(match, bob, 'paper').commit);
  world.aheadMs += 3_600_000;
  await finishMatch(hosted.ports, actor.match!);
  expect(await actor.commit(alice, rock.commit)).toEqual(first);
});

test('[RP8] who has an unfinished match stakes in no other one', async () => {
  const first = await bothCommitted();
  const carol = await world.player('carol');
  const elsewhere = world.host();
  elsewhere.actor.open(BET_COINS, [alice, carol]);
  const { commit } = chosen(elsewhere.actor.match!, alice, 'rock');
  const coins = await world.coins(alice);
  expect(await elsewhere.actor.commit(alice, commit)).toMatchObject({
    ok: false,
    error: { code: 'unfinished_game', details: { matchId: first.match.matchId } },
  });
  expect(await world.coins(alice)).toBe(coins);
  expect(await world.stored(elsewhere.actor.match!.matchId)).toBeNull();
  // Once it is finished, the same request goes through.
  await first.actor.reveal(alice, first.rock);
  await first.actor.reveal(bob, first.paper);
  expect(await elsewhere.actor.commit(alice, commit)).toMatchObject({ ok: true });
});

test('[RP8] a stake that is not covered leaves nothing behind', async () => {
  const { actor, rock, paper } = await bothCommitted();
  await actor.reveal(alice, rock);
  await actor.reveal(bob, paper);
  const dear = world.host();
  dear.actor.open(100_000, [alice, bob]);
  const match = dear.actor.match!;
  expect(await dear.actor.commit(alice, chosen(match, alice, 'rock').commit)).toMatchObject({
    ok: false,
    error: { code: 'insufficient_funds', details: { balance: before - BET_COINS } },
  });
  expect(await world.stored(match.matchId)).toBeNull();
  expect(dear.actor.stands).toBe(false);
  // She is free to stake what she has.
  const affordable = opened();
  const { commit } = chosen(affordable.match, alice, 'rock');
  expect(await affordable.actor.commit(alice, commit)).toMatchObject({ ok: true });
});

test('[RP8] a commit for another match than the open one takes nothing', async () => {
  const { actor, match } = opened();
  const { commit } = chosen(match, alice, 'rock');
  expect(await actor.commit(alice, { ...commit, matchId: randomUUID() })).toMatchObject(code('outdated'));
  expect(await world.coins(alice)).toBe(before);
  expect(await actor.commit(alice, { ...commit, matchId: match.matchId })).toMatchObject({ ok: true });
});

test('[RP9] [RP10] reveals that are early or wrong are refused, and the right one still counts', async () => {
  const { actor, match } = opened();
  const rock = chosen(match, alice, 'rock');
  expect(await actor.reveal(alice, rock.reveal)).toMatchObject(code('outdated'));
  await actor.commit(alice, rock.commit);
  expect(await actor.reveal(alice, rock.reveal)).toMatchObject(code('outdated'));
  await actor.commit(bob, chosen(match, bob, 'paper').commit);
  expect(await actor.reveal(alice, { ...rock.reveal, hand: 'scissors' })).toMatchObject({
    ok: false,
    error: { code: 'invalid_request', details: { field: 'salt' } },
  });
  expect(await actor.reveal(alice, rock.reveal)).toEqual({ ok: true, value: { matchId: match.matchId } });
  expect(await actor.reveal(alice, rock.reveal)).toEqual({ ok: true, value: { matchId: match.matchId } });
});

test('[RP11] a reveal is stored when it is answered, and the other one is not told the hand', async () => {
  const { actor, match, rock } = await bothCommitted();
  await actor.reveal(alice, rock);
  expect((await world.stored(match.matchId))?.players[0].reveal).toEqual(rock);
  const told = matchMessage(actor.match!, bob.id);
  expect(told.other).toEqual({ committed: true, revealed: true });
  expect(JSON.stringify(told)).not.toContain('rock');
  expect(JSON.stringify(told)).not.toContain(rock.salt);
});

test('[RP12] [RP16] the better hand gets both stakes less the fee, both have the game, nothing is left', async () => {
  const escrow = await world.escrowCoins();
  const { actor, match, rock, paper, ended } = await bothCommitted();
  await actor.reveal(alice, rock);
  await actor.reveal(bob, paper);
  expect(await coinsOfBoth()).toEqual([before - BET_COINS, before - BET_COINS + 1_960]);
  expect(await world.escrowCoins()).toBe(escrow);
  const games = await recorded(match);
  expect(games.get(alice.id)).toEqual({
    bet_coins: BET_COINS,
    payout_coins: 0,
    outcome: { outcome: 'lose', reason: 'hands', hands: { you: 'rock', other: 'paper' } },
  });
  expect(games.get(bob.id)).toMatchObject({ payout_coins: 1_960, outcome: { outcome: 'win' } });
  expect(ended).toHaveLength(1);
  expect(await world.stored(match.matchId)).toBeNull();
  expect(await world.differenceCoins()).toBe(0);
  // The answer to the last reveal may have been lost.
  expect(await actor.reveal(bob, paper)).toEqual({ ok: true, value: { matchId: match.matchId } });
});

test('[RP12] equal hands: both have what they had', async () => {
  const { actor, match } = opened();
  const [one, two] = [chosen(match, alice, 'paper'), chosen(match, bob, 'paper')];
  await actor.commit(alice, one.commit);
  await actor.commit(bob, two.commit);
  await actor.reveal(bob, two.reveal);
  await actor.reveal(alice, one.reveal);
  expect(await coinsOfBoth()).toEqual([before, before]);
  expect((await recorded(match)).get(alice.id)?.outcome).toMatchObject({ outcome: 'draw' });
  expect(await world.differenceCoins()).toBe(0);
});

test('[RP13] the only one who revealed has won when the time is up', async () => {
  const { actor, match, rock, ended } = await bothCommitted({ revealWithinMs: 1_500 });
  expect(await actor.reveal(alice, rock)).toMatchObject({ ok: true });
  await until(() => ended.length > 0);
  expect(await coinsOfBoth()).toEqual([before - BET_COINS + 1_960, before - BET_COINS]);
  expect((await recorded(match)).get(bob.id)?.outcome).toEqual({
    outcome: 'lose',
    reason: 'no_reveal',
    hands: { you: null, other: 'rock' },
  });
});

test('[RP13] [RP14] nobody revealed, or nobody answered the first commit: the stakes go back', async () => {
  const silent = await bothCommitted({ revealWithinMs: 200 });
  await until(() => silent.ended.length > 0);
  expect(await coinsOfBoth()).toEqual([before, before]);
  expect((await recorded(silent.match)).get(bob.id)?.outcome).toMatchObject({ reason: 'no_reveal' });

  const lone = opened({ commitWithinMs: 200 });
  await lone.actor.commit(alice, chosen(lone.match, alice, 'rock').commit);
  await until(() => lone.ended.length > 0);
  expect(await coinsOfBoth()).toEqual([before, before]);
  expect([...(await recorded(lone.match)).keys()]).toEqual([alice.id]);
  expect(await world.differenceCoins()).toBe(0);
});

test('[RP7] what comes after the deadline is too late', async () => {
  const { actor, match, rock } = await bothCommitted({ revealWithinMs: 60_000 });
  world.aheadMs += 60_000;
  expect(await actor.reveal(alice, rock)).toMatchObject(code('too_late'));
  // It is what ended the match, without counting in it.
  expect((await recorded(match)).get(alice.id)?.outcome).toMatchObject({ reason: 'no_reveal' });
  expect(await actor.reveal(alice, rock)).toMatchObject(code('outdated'));
});

test('[RP15] [RP16] a match goes on in another host’s hands, with its window from the start', async () => {
  const { actor, match, rock, paper, hosted } = await bothCommitted({ revealWithinMs: 60_000 });
  await actor.reveal(alice, rock);
  world.aheadMs += 3_600_000;
  const next = world.host(world.ports({ revealWithinMs: 60_000 }, await world.database.another()));
  expect(await next.actor.takeOver(match)).toBe(true);
  expect(next.actor.match!.deadlineAtMs).toBeGreaterThan(Date.now() + world.aheadMs);
  expect(await next.actor.hosts(match.matchId)).toBe(true);
  // The former one had only stood still: it finds the match in other hands.
  expect(await actor.reveal(bob, paper)).toMatchObject(code('fenced'));
  expect(hosted.lost).toBe(true);
  expect(await next.actor.reveal(bob, paper)).toMatchObject({ ok: true });
  expect(await coinsOfBoth()).toEqual([before - BET_COINS, before - BET_COINS + 1_960]);
});

test('[RP15] of many hosts that take a match over at once, one has it', async () => {
  const { match } = await bothCommitted();
  const hosts = Array.from({ length: 8 }, () => world.host());
  const taken = await Promise.all(hosts.map(({ actor }) => actor.takeOver(match)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const hosting = await Promise.all(hosts.map(({ actor }) => actor.hosts(match.matchId)));
  expect(hosting).toEqual(taken);
});

test('[RP15] what comes late to a process that stood still is still in time', async () => {
  let stalled = false;
  const guard = { check: () => (stalled ? 1 : null) };
  const hosted = world.host({ ...world.ports({ revealWithinMs: 60_000 }), newStallGuard: () => guard });
  hosted.actor.open(BET_COINS, [alice, bob]);
  const rock = chosen(hosted.actor.match!, alice, 'rock');
  await hosted.actor.commit(alice, rock.commit);
  await hosted.actor.commit(bob, chosen(hosted.actor.match!, bob, 'paper').commit);
  world.aheadMs += 3_600_000;
  stalled = true;
  expect(await hosted.actor.reveal(alice, rock.reveal)).toMatchObject({ ok: true });
});

test('[RP15] an outage of the database at the deadline gives the window again', async () => {
  const { actor, match, rock, hosted } = await bothCommitted({ revealWithinMs: 400 });
  const { games, ledger } = hosted.ports;
  let away = true;
  const unless = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name, receiver) =>
        away ? async () => fail('store_unavailable') : Reflect.get(target, name, receiver),
    });
  Object.assign(hosted.ports, { games: unless(games), ledger: unless(ledger) });
  expect(await actor.reveal(alice, rock)).toMatchObject(code('store_unavailable'));
  const { deadlineAtMs } = actor.match!;
  await until(() => Date.now() + world.aheadMs > deadlineAtMs + 100);
  away = false;
  let answer = await actor.reveal(alice, rock);
  while (!answer.ok) {
    expect(['store_unavailable', 'too_late']).toContain(answer.error.code);
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await actor.reveal(alice, rock);
  }
  await until(() => hosted.ended.length > 0);
  expect((await recorded(match)).get(alice.id)?.outcome).toMatchObject({
    outcome: 'win',
    reason: 'no_reveal',
  });
});

test('[RP15] a process that stood still over the deadline gives the window again', async () => {
  const ports = world.ports({ revealWithinMs: 300 });
  let stalled = false;
  const told = {
    check(nowMs: number) {
      const since = stalled ? nowMs - 1_000 : null;
      stalled = false;
      return since;
    },
  };
  const hosted = world.host({ ...ports, newStallGuard: () => told });
  hosted.actor.open(BET_COINS, [alice, bob]);
  const match = hosted.actor.match!;
  const [rock, paper] = [chosen(match, alice, 'rock'), chosen(match, bob, 'paper')];
  await hosted.actor.commit(alice, rock.commit);
  await hosted.actor.commit(bob, paper.commit);
  const { deadlineAtMs } = hosted.actor.match!;
  stalled = true;
  await until(() => hosted.actor.match!.deadlineAtMs > deadlineAtMs);
  expect(hosted.ended).toHaveLength(0);
  expect(await hosted.actor.reveal(alice, rock.reveal)).toMatchObject({ ok: true });
});

test('[RP16] two processes that finish a match at once pay it once, and tell the same', async () => {
  const { actor, match } = await bothCommitted();
  const another = world.ports({}, await world.database.another());
  const finished = await Promise.all(
    [world.ports(), another, world.ports(), another].map((ports) => finishMatch(ports, actor.match!)),
  );
  for (const each of finished) expect(each).toEqual(finished[0]);
  expect(finished[0]).toMatchObject({
    ok: true,
    value: [{ payoutCoins: BET_COINS }, { payoutCoins: BET_COINS }],
  });
  expect(await coinsOfBoth()).toEqual([before, before]);
  expect(await world.stored(match.matchId)).toBeNull();
  expect(await world.differenceCoins()).toBe(0);
});

test('[RP16] who finishes by less than is stored does not: the reveal counts', async () => {
  const { actor, match, rock } = await bothCommitted();
  const unrevealed = actor.match!;
  await actor.reveal(alice, rock);
  expect(await finishMatch(world.ports(), unrevealed)).toMatchObject(code('outdated'));
  expect(await world.stored(match.matchId)).not.toBeNull();
});
