import { expect, test } from 'vitest';
import type { LedgerScript } from './ledgerScript.ts';

/** The rules of domain/limits/SPEC.md that the ledger keeps. */
export function limitRules(script: () => LedgerScript): void {
  const table = (title: string, text: string) => test(title, () => script().run(text));

  table(
    '[LE27] [RG6] a stake that could bring its player over a limit is refused, after a block and before lacking funds',
    `grant g1 alice 1000                  -> 1000
     limit alice stakeCoins.day=500
     bet b1 alice 300                     -> 700
     bet b2 alice 201                     -> limit_exceeded stake day 200
     bet b2 alice 5000                    -> limit_exceeded stake day 200
     block alice
     bet b2 alice 5000                    -> forbidden
     unblock alice
     bet b2 alice 200                     -> 500
     bet b3 alice 1                       -> limit_exceeded stake day 0
     bet b2 alice 200                     -> again 500
     used alice stakeCoins.day            -> 500
     used alice lossCoins.month           -> 500
     day
     bet b3 alice 500                     -> 0
     grant g2 bob 1000                    -> 1000
     limit bob stakeCoins.week=900
     bet b4 bob 500                       -> 500
     otherday bob
     bet b5 bob 401                       -> limit_exceeded stake week 400
     bet b5 bob 400                       -> 100`,
  );

  table(
    '[RG6] a loss is what was staked less what was won; all of a stake may be lost',
    `grant g1 alice 1000                  -> 1000
     limit alice lossCoins.day=300
     spin s1 alice 300 250                -> 950
     spin s2 alice 251 0                  -> limit_exceeded loss day 250
     spin s2 alice 200 700                -> 1450
     used alice lossCoins.day             -> -450
     spin s3 alice 751 0                  -> limit_exceeded loss day 750
     spin s3 alice 750 0                  -> 700
     spin s4 alice 1 1000                 -> limit_exceeded loss day 0`,
  );

  table(
    '[RG2] [RG7] what is given back is taken off the day of its stake; what was won is paid whatever the limits say',
    `grant g1 alice 1000                  -> 1000
     limit alice stakeCoins.day=300 lossCoins.month=500
     bet b1 alice 200                     -> 800
     cancel c1 alice 200 bet=b1           -> 1000
     bet b2 alice 300                     -> 700
     used alice stakeCoins.day            -> 300
     limit alice stakeCoins.day=100
     day
     cancel c2 alice 300 bet=b2           -> 1000
     used alice stakeCoins.day            -> 0
     bet b3 alice 101                     -> limit_exceeded stake day 100
     bet b3 alice 100                     -> 900
     pause alice hours=1
     lease main fence=1 game=1 phase=flying
     cashout o1 alice 900 bet=b3          -> 1800
     take t1 alice 50                     -> 1750
     grant g2 alice 50                    -> 1800`,
  );

  table(
    '[RG3] a lower limit holds at once, a higher one after a day, and none too',
    `grant g1 alice 10000                 -> 10000
     limit alice stakeCoins.day=500
     limit alice stakeCoins.day=800
     bet b1 alice 501                     -> limit_exceeded stake day 500
     day
     bet b1 alice 801                     -> limit_exceeded stake day 800
     bet b1 alice 800                     -> 9200
     limit alice stakeCoins.day=none
     limit alice stakeCoins.day=100
     day
     day
     bet b2 alice 101                     -> limit_exceeded stake day 100
     limit alice stakeCoins.day=none
     day
     bet b2 alice 9000                    -> 200`,
  );

  table(
    '[RG4] [RG5] [RG6] who pauses or is excluded stakes nothing; time used up counts after that',
    `grant g1 alice 1000                  -> 1000
     limit alice stakeCoins.day=10 playedMs.day=60000
     plays alice ms=59999
     bet b1 alice 10                      -> 990
     plays alice ms=1
     bet b2 alice 1                       -> limit_exceeded time day 0
     pause alice hours=1
     bet b2 alice 1                       -> limit_exceeded pause
     exclude alice days=1
     bet b2 alice 1                       -> limit_exceeded exclusion
     spin s1 alice 1 1000                 -> limit_exceeded exclusion
     day
     bet b2 alice 1                       -> 989`,
  );

  test('[RG6] of stakes at once those are taken that fit, each after those before it', async () => {
    await script().run(`
      grant g1 alice 1000 -> 1000
      grant g2 bob 1000   -> 1000
      limit alice stakeCoins.day=500 lossCoins.day=400
      limit bob lossCoins.day=100`);
    await script().atOnce(`
      bet b1 alice 300            -> 700
      bet b2 alice 101            -> limit_exceeded loss day 100
      spin s1 alice 100 50        -> 650
      bet b3 bob 101              -> limit_exceeded loss day 100
      bet b4 alice 51             -> limit_exceeded loss day 50
      bet b5 alice 50             -> 600
      bet b1 alice 300            -> again 700
      take t1 alice 600           -> 0
      spin s2 bob 100 300         -> 1200
      bet b6 bob 300              -> 900`);
  });

  test('[RG6] many stakes of two writers at once: the limit, and not one coin more', async () => {
    const { world } = script();
    await script().run(`
      grant g1 alice 100000 -> 100000
      limit alice stakeCoins.day=5000`);
    const writers = [world.ledger, await world.secondWriter()];
    const items = await Promise.all(
      Array.from({ length: 120 }, (_, n) => script().rowItem(`bet b${n} alice 100`)),
    );
    const results = await Promise.all(items.map((item, n) => writers[n % 2]!.post(item)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(50);
    const codes = new Set(results.flatMap((result) => (result.ok ? [] : [result.error.code])));
    expect([...codes]).toEqual(['limit_exceeded']);
    expect(await world.balance((await script().player('alice')).coins)).toBe(95_000);
  });
}
