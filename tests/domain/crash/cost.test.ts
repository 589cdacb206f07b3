import { expect, test } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import type { CrashCommand } from '../../../domain/crash/commands.ts';
import { nextWakeAtMs } from '../../../domain/crash/flight.ts';
import type { Bet, CrashRound, FlyingRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import { RULES } from './script.ts';

const BETS = 10_000;

/** A map that refuses to be walked through. */
class LookupsOnly<K, V> extends Map<K, V> {
  override forEach(): never {
    throw new Error('walked through all bets');
  }
  override values(): never {
    return this.forEach();
  }
  override keys(): never {
    return this.forEach();
  }
  override entries(): never {
    return this.forEach();
  }
  override [Symbol.iterator](): never {
    return this.forEach();
  }
}

/** A list that counts how often an element is looked at. */
function counted(list: Bet[]): { list: Bet[]; looks: () => number } {
  let looks = 0;
  const proxy = new Proxy(list, {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { list: proxy, looks: () => looks };
}

test('[CR29] one command among 10,000 bets looks at a handful of them', () => {
  let round: CrashRound = openBetting({ ...RULES, maxRoundPayoutCoins: 100_000_000 }, 1, 0, RULES.bettingMs);
  const say = (command: CrashCommand, nowMs: number) => {
    const result = step(round, command, nowMs);
    round = result.round;
    return result;
  };
  round.bets = new LookupsOnly();
  round.betOfPlayer = new LookupsOnly();
  for (let bet = 0; bet < BETS; bet += 1) {
    const who = { playerId: `player-${bet}`, nickname: '', bot: false, accountId: 1000 + bet };
    const terms = { amountCoins: 100, autoCashoutHundredths: bet % 2 === 0 ? 150 + bet : null };
    expect(say({ type: 'bet', betId: `bet-${bet}`, ...who, ...terms }, 0).refusal).toBeNull();
    say({ type: 'stakeHeld', betId: `bet-${bet}` }, 0);
  }
  say({ type: 'cancel', betId: 'bet-1', playerId: 'player-1' }, 1);
  say({ type: 'stakeReleased', betId: 'bet-1' }, 2);

  round.bets = new Map(Map.prototype.entries.call(round.bets) as MapIterator<[string, Bet]>);
  round.betOfPlayer = new Map(Map.prototype.entries.call(round.betOfPlayer) as MapIterator<[string, Bet]>);
  say({ type: 'tick' }, RULES.bettingMs);
  const betIds = [...round.bets.keys()].filter((betId) => betId !== 'bet-1');
  say({ type: 'bookClosed', betIds, betBookRoot: '', launchedAtMs: 6000, bustHundredths: 100_000 }, 6000);
  const flying = asFlying(round);
  flying.bets = lookupsOnly(flying.bets);
  flying.betOfPlayer = lookupsOnly(flying.betOfPlayer);
  const order = counted(flying.autoOrder);
  flying.autoOrder = order.list;
  for (let bet = 3; bet < BETS; bet += 2) {
    const betId = `bet-${bet}`;
    expect(say({ type: 'cashout', betId, playerId: `player-${bet}` }, 6000 + bet).refusal).toBeNull();
    say({ type: 'payoutBooked', betId }, 6000 + bet);
    nextWakeAtMs(round, 6000 + bet);
  }
  // Half of the bets leave by hand and some by target meanwhile: a few looks for each command.
  expect(order.looks()).toBeLessThan(10 * BETS);
});

function asFlying(round: CrashRound): FlyingRound {
  if (round.phase !== 'flying') throw new Error(`the round is ${round.phase}`);
  return round;
}

function lookupsOnly(bets: Map<string, Bet>): Map<string, Bet> {
  const map = new LookupsOnly<string, Bet>();
  for (const [key, bet] of bets) map.set(key, bet);
  return map;
}
