import { describe, expect, test } from 'vitest';
import { drawPulls, limitedItems } from '../../../domain/gacha/drawPulls.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import rps from '../../../domain/rps/rps.data.ts';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import type { SlotMachine } from '../../../domain/slots/machine.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';
import { bustOf, shareOfAlarms, told, watcherOf } from './simulated.ts';

/** Weaker than one in a million, so that it can be exceeded: of 200 runs 10 may reach it. */
const ALPHA = 1 / 20;
const RUNS = 200;

type Start = Parameters<typeof shareOfAlarms>[3];

function share(units: number, start: Start): number {
  return shareOfAlarms(RUNS, units, 1 / ALPHA, start);
}

/** Spins as a player makes them; so many of each hundred losses are drawn again. */
function spins(machine: SlotMachine, again = 0): Start {
  return (random) => {
    const watcher = watcherOf({ machines: [machine] });
    let streak = 0;
    return {
      watcher,
      unit() {
        const first = spinFrom(machine, random, 100, streak);
        const second = first.payoutCoins === 0 && random() * 100 < again;
        const { payoutCoins, outcome } = second ? spinFrom(machine, random, 100, streak) : first;
        const data = { machine: machine.machine, gameId: 'g', betCoins: 100, streakBefore: streak };
        streak = outcome.streak;
        watcher.observe(told('slots.spin', { ...data, payoutCoins, result: outcome.result }));
      },
    };
  };
}

/** `wins` of 300 throws win, 100 are drawn. */
function throws(wins: number): Start {
  return (random) => {
    const watcher = watcherOf();
    return {
      watcher,
      unit() {
        const drawn = Math.floor(random() * 300);
        const payoutCoins = drawn < wins ? rps.winHundredths : drawn < wins + 100 ? rps.drawHundredths : 0;
        const data = { gameId: 'g', betCoins: 100, payoutCoins };
        watcher.observe(told('rps.throw', { ...data, hand: 'rock', serverHand: 'rock', outcome: 'draw' }));
      },
    };
  };
}

const manual = (random: () => number) => 100 + Math.floor(random() * 5);
const targets = (random: () => number) => 101 + Math.floor(900 * random() ** 4);

/** Rounds of up to three bets, whose owners end them `by` target (the bust reaches it) or by hand (it is above). */
function rounds(by: 'target' | 'hand', edgePercent = 1): Start {
  return (random) => {
    const watcher = watcherOf({ tables: [{ table: 'main', edgePercent: 1 }] });
    return {
      watcher,
      unit() {
        const bustHundredths = bustOf(random, edgePercent);
        let [stakedCoins, paidCoins] = [0, 0];
        for (let bets = Math.floor(random() * 4); bets > 0; bets -= 1) {
          const stake = 100 * (1 + Math.floor(random() * 50));
          const at = by === 'target' ? targets(random) : manual(random);
          stakedCoins += stake;
          if (by === 'target' ? bustHundredths >= at : bustHundredths > at) paidCoins += (stake * at) / 100;
        }
        const data = { table: 'main', game: 1, bustHundredths, bets: 1, stakedCoins, paidCoins };
        watcher.observe(told('crash.bust', data));
      },
    };
  };
}

/** Ten-pulls with a guarantee after 20, a few limited items that run out and come back, and recent items. */
function pulls(rates = starlight.rates): Start {
  return (random) => {
    const banner = { ...starlight, pityAt: 20 };
    const watcher = watcherOf({ banners: [banner] });
    const left = new Map(limitedItems(banner).map((item) => [item, 10]));
    let [pity, recent] = [0, [] as string[]];
    return {
      watcher,
      unit() {
        for (const item of left.keys()) left.set(item, random() < 0.5 ? 0 : 10);
        const drawn = drawPulls({ ...banner, rates }, random, 10, { pity, recent, left });
        [pity, recent] = [drawn.outcome.pity, drawn.recent];
        const { items } = drawn.outcome;
        watcher.observe(
          told('gacha.pull', {
            ...{ banner: banner.banner, gameId: 'g', costCoins: 1, items: items.map(({ item }) => item) },
            rarities: items.map(({ rarity }) => rarity),
            forced: items.filter(({ animation }) => animation === 'pity').length,
          }),
        );
      },
    };
  };
}

describe('[RW5] honest odds are rarely accused, whenever one looks and however one plays', () => {
  test.each([
    ['[RW10] neon3, streaks and all', 250, spins(neon3)],
    ['cascade5 with its free spins', 60, spins(cascade5)],
    ['rock-paper-scissors', 300, throws(100)],
    ['[RW9] crash, ended by targets', 300, rounds('target')],
    ['[RW9] crash, ended by hand at once, which returns less', 300, rounds('hand')],
    ['[RW8] gacha, guarantees, stock running out and recent items', 80, pulls()],
  ])('%s', (_name, units, start) => {
    expect(share(units, start)).toBeLessThanOrEqual(ALPHA);
  });
});

describe('[RW5] the same runs accuse odds that are much off, so the bound can be exceeded', () => {
  test.each([
    ['a machine that draws half of its losses again', 200, spins(neon3, 50)],
    ['hands that lose half as often', 300, throws(150)],
    ['an edge of 25 %', 300, rounds('target', 25)],
    ['an edge of -20 %', 300, rounds('target', -20)],
    ['three times the Epics', 80, pulls(manyEpics())],
  ])('%s', (_name, units, start) => {
    expect(share(units, start)).toBeGreaterThan(2 * ALPHA);
  });
});

function manyEpics() {
  return starlight.rates.map((rate) => {
    if (rate.rarity === 'epic') return { ...rate, perMillion: rate.perMillion * 3 };
    return rate.rarity === 'common' ? { ...rate, perMillion: rate.perMillion - 30_000 } : rate;
  });
}
