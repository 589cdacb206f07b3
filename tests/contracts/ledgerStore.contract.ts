import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';
import { gameRules } from './gameRules.ts';
import { conservation } from './ledgerProperties.ts';
import { LedgerScript, outcome, posted } from './ledgerScript.ts';
import { type LedgerWorld, uuidOf } from './ledgerWorld.ts';
import { limitRules } from './limitRules.ts';
import { rows } from './scriptRows.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];

/** The rules of domain/ledger/SPEC.md, for any store. */
export function ledgerStoreContract(name: string, open: () => Promise<LedgerWorld>): void {
  describe(name, () => {
    let world: LedgerWorld;
    let script: LedgerScript;
    let run = 0;

    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      script = new LedgerScript(world, `run ${++run} `);
      await script.run('lease main fence=1 game=1 phase=betting');
    });

    const table = (title: string, text: string) => test(title, () => script.run(text));

    table(
      '[LE3] a repeat gets the first answer, whatever has happened since',
      `grant g1 alice 1000                     -> 1000
       bet b1 alice 300                        -> 700
       bet b1 alice 300                        -> again 700
       take t1 alice 700                       -> 0
       bet b1 alice 300                        -> again 700
       lease main fence=2 game=2 phase=flying
       block alice
       bet b1 alice 300                        -> again 700
       grant g1 alice 1000                     -> again 1000`,
    );

    test('[LE3] a repeat answers with the ref and the transfer of the first', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      const item = await script.item(rows('bet b1 alice 100')[0]!);
      const first = await posted(world.ledger, item);
      const again = await posted(world.ledger, { ...item, ref: uuidOf('another'), row: null });
      expect(first).toMatchObject({ ref: item.ref, repeated: false });
      expect(again).toEqual({ ...first, repeated: true });
    });

    table(
      '[LE4] the same key with another body, kind or amount is a conflict, before any other check',
      `grant g1 alice 1000          -> 1000
       bet b1 alice 300             -> 700
       bet b1 alice 300 body=7      -> key_conflict
       bet b1 alice 301             -> key_conflict
       take b1 alice 300            -> key_conflict
       bet b1 alice 99999           -> key_conflict
       bet b1 alice -1 fence=9      -> key_conflict
       bet b2 alice 100 bet=b1      -> key_conflict
       take t1 alice 700            -> 0`,
    );

    table(
      '[LE5] a refusal binds no key',
      `bet b1 alice 300             -> insufficient_funds 0
       grant g1 alice 1000          -> 1000
       bet b1 alice 200 body=3      -> 800`,
    );

    test('[LE6] items of one batch count in the order of arrival', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      await script.atOnce(`
        bet b1 alice 300             -> 700
        bet b1 alice 300             -> again 700
        bet b1 alice 300 body=2      -> key_conflict
        take t1 alice 600            -> 100
        take t2 alice 200            -> insufficient_funds 100
        grant g2 alice 400           -> 500
        take t3 alice 500            -> 0
        take t4 bob 1                -> insufficient_funds 0`);
    });

    test('[LE6] a thousand postings at once on one account: those that fit, and not one more', async () => {
      await script.run('grant g1 alice 60000 -> 60000');
      const { coins } = await script.player('alice');
      const results = await Promise.all(
        Array.from({ length: 1000 }, async (_, n) =>
          world.ledger.post(await script.item(rows(`take t${n} alice 100`)[0]!)),
        ),
      );
      const balances = results
        .filter((result) => result.ok)
        .map((result) => result.ok && result.value.balance);
      expect(balances).toHaveLength(600);
      expect(new Set(balances).size).toBe(600);
      expect(results.filter((result) => !result.ok && result.error.code !== 'insufficient_funds')).toEqual(
        [],
      );
      expect(await world.balance(coins)).toBe(0);
    });

    table(
      '[LE7] an amount that is none is refused by itself',
      `grant g1 alice 1000          -> 1000
       take t1 alice 0              -> invalid_amount
       take t1 alice -5             -> invalid_amount
       take t1 alice 1.5            -> invalid_amount
       take t1 alice NaN            -> invalid_amount
       take t1 alice Infinity       -> invalid_amount
       take t1 alice 9007199254740992 -> invalid_amount
       take t1 alice 9007199254740991 -> insufficient_funds 1000
       take t1 alice 1000           -> 0`,
    );

    test('[LE7] a balance that would leave the safe integers: that item only', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      await script.atOnce(`
        grant g2 bob 500                        -> 500
        grant g3 alice 9007199254740991         -> invalid_amount
        grant g4 alice 0                        -> invalid_amount
        take t1 alice 400                       -> 600`);
    });

    test('[LE8] unknown accounts, equal ones, mixed currencies, an answer about another account', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      const { coins, credits } = await script.player('alice');
      const base = await script.item(rows('take t1 alice 100')[0]!);
      const refused = async (change: Partial<LedgerItem>) =>
        expect(outcome(await world.ledger.post({ ...base, ...change }))).toBe('not_found');
      await refused({ legs: [{ debitAccountId: coins, creditAccountId: 999_999_999, amount: 1 }] });
      await refused({
        legs: [{ debitAccountId: 999_999_999, creditAccountId: HOUSE, amount: 1 }],
        answerAccountId: HOUSE,
      });
      await refused({ legs: [{ debitAccountId: coins, creditAccountId: coins, amount: 1 }] });
      await refused({ legs: [{ debitAccountId: coins, creditAccountId: credits, amount: 1 }] });
      await refused({ answerAccountId: credits });
      expect(outcome(await world.ledger.post(base))).toBe('900');
    });

    table(
      '[LE9] an item is fenced unless its fence is the lease’s',
      `grant g1 alice 1000                  -> 1000
       lease main fence=5 game=1 phase=betting
       bet b1 alice 100 fence=4             -> fenced
       bet b1 alice 100 fence=6             -> fenced
       bet b1 alice 100 fence=4 game=9      -> fenced
       bet b1 alice 100 fence=5 table=none  -> fenced
       bet b1 alice 100 fence=5             -> 900`,
    );

    test('[LE10] ... and closed unless game and phase are the lease’s; other tables go on', async () => {
      await script.run(`
        grant g1 alice 1000              -> 1000
        grant g2 bob 1000                -> 1000
        lease turbo fence=8 game=7 phase=betting
        lease main fence=1 game=2 phase=flying`);
      await script.atOnce(`
        bet b1 alice 100                           -> round_closed
        bet b2 alice 100 game=2                    -> round_closed
        bet b3 alice 100 game=3 phase=flying       -> round_closed
        bet b4 bob 100 table=turbo fence=8 game=7  -> 900
        bet b5 alice 100 table=turbo fence=7 game=7 -> fenced
        grant g3 alice 5                           -> 1005`);
    });

    table(
      '[LE11] a bet ends at most once, and only a bet of the claim’s game does',
      `grant g1 alice 1000              -> 1000
       bet b1 alice 100                 -> 900
       bet b2 alice 100                 -> 800
       cancel c0 alice 100 bet=b9       -> no_active_bet
       cancel c2 alice 100 bet=b2       -> 900
       cancel c3 alice 100 bet=b2       -> no_active_bet
       cancel c2 alice 100 bet=b2       -> again 900
       lease main fence=1 game=2 phase=flying
       cashout o0 alice 200 bet=b1 game=2 -> no_active_bet
       lease turbo fence=1 game=1 phase=flying
       cashout o0 alice 200 bet=b1 table=turbo -> no_active_bet
       lease main fence=1 game=1 phase=flying
       cashout o1 alice 200 bet=b1      -> 1100
       cashout o2 alice 250 bet=b1      -> no_active_bet
       cashout o3 alice 100 bet=b2      -> no_active_bet
       cashout o1 alice 200 bet=b1      -> again 1100`,
    );

    test('[LE11] two ends of one bet in the same batch: the first stands', async () => {
      await script.run(`
        grant g1 alice 1000              -> 1000
        bet b1 alice 100                 -> 900
        lease main fence=1 game=1 phase=flying`);
      await script.atOnce(`
        cashout o1 alice 150 bet=b1      -> 1050
        cashout o2 alice 180 bet=b1      -> no_active_bet`);
    });

    table(
      '[LE12] a blocked account pays nothing, and still gets what it is owed',
      `grant g1 alice 1000              -> 1000
       bet b1 alice 100                 -> 900
       block alice
       take t1 alice 100                -> forbidden
       take t1 alice 5000               -> forbidden
       lease main fence=1 game=1 phase=flying
       cashout o1 alice 250 bet=b1      -> 1150
       grant g2 alice 50                -> 1200
       unblock alice
       take t1 alice 100                -> 1100`,
    );

    table(
      '[LE13] a player’s balance never goes below zero',
      `grant g1 alice 1000              -> 1000
       take t1 alice 1001               -> insufficient_funds 1000
       take t2 alice 1000               -> 0
       take t3 alice 1                  -> insufficient_funds 0`,
    );

    test('[LE13] a system account may be negative', async () => {
      const before = await world.balance(mintOf('coins'));
      await script.run('grant g1 alice 1000 -> 1000');
      expect(await world.balance(mintOf('coins'))).toBe(before - 1000);
    });

    test('[LE14] an item is written whole or not at all', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      const { coins, credits } = await script.player('alice');
      const base = await script.item(rows('bet b1 alice 100')[0]!);
      const legs: LedgerItem['legs'] = [
        { debitAccountId: coins, creditAccountId: HOUSE, amount: 600 },
        { debitAccountId: coins, creditAccountId: HOUSE, amount: 500 },
      ];
      expect(outcome(await world.ledger.post({ ...base, legs }))).toBe('insufficient_funds 1000');
      const shortOfCredits: LedgerItem['legs'] = [
        { debitAccountId: coins, creditAccountId: HOUSE, amount: 600 },
        { debitAccountId: credits, creditAccountId: mintOf('credits'), amount: 1 },
      ];
      expect(outcome(await world.ledger.post({ ...base, legs: shortOfCredits }))).toBe(
        'insufficient_funds 1000',
      );
      expect(await world.balance(coins)).toBe(1000);
      expect(await world.betIds()).not.toContain(base.ref);
      expect(await world.ledger.lookup(base.key)).toEqual({ ok: true, value: null });
      expect((await world.transfers()).filter(({ key }) => key === base.key)).toEqual([]);
    });

    test('[LE14] several legs and currencies in one item, with its bet', async () => {
      const { coins, credits } = await script.player('alice');
      const grant = await script.item(rows('grant g1 alice 1')[0]!);
      const welcome: LedgerItem['legs'] = [
        { debitAccountId: mintOf('coins'), creditAccountId: coins, amount: 1000 },
        { debitAccountId: mintOf('credits'), creditAccountId: credits, amount: 10 },
      ];
      expect(outcome(await world.ledger.post({ ...grant, legs: welcome }))).toBe('1000');
      expect(outcome(await world.ledger.post({ ...grant, legs: welcome }))).toBe('again 1000');
      expect(outcome(await world.ledger.post({ ...grant, legs: [welcome[0]!] }))).toBe('key_conflict');
      expect(await world.balance(credits)).toBe(10);
      await script.run('bet b1 alice 100 -> 900');
      expect(await world.betIds()).toContain(uuidOf(script.name('bet b1')));
      await script.run('cancel c1 alice 100 bet=b1 -> 1000');
      expect(await world.endedBetIds()).toContain(uuidOf(script.name('bet b1')));
    });

    test('[LE15] the answer is the balance right after the item, of the account that it names', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      const { coins } = await script.player('alice');
      const base = await script.item(rows('take t1 alice 100')[0]!);
      const legs: LedgerItem['legs'] = [
        { debitAccountId: coins, creditAccountId: HOUSE, amount: 100 },
        { debitAccountId: HOUSE, creditAccountId: coins, amount: 30 },
        { debitAccountId: mintOf('coins'), creditAccountId: HOUSE, amount: 1 },
      ];
      expect(outcome(await world.ledger.post({ ...base, legs }))).toBe('930');
      expect(outcome(await world.ledger.post({ ...base, legs }))).toBe('again 930');
      const house = await posted(world.ledger, {
        ...(await script.item(rows('take t2 alice 100')[0]!)),
        answerAccountId: HOUSE,
      });
      expect(house.balance).toBe(await world.balance(HOUSE));
    });

    test('[LE18] lookup gives what a key is bound to, and null for a free one', async () => {
      await script.run('grant g1 alice 1000 -> 1000');
      const item = { ...(await script.item(rows('bet b1 alice 100')[0]!)), fingerprint: -(2n ** 63n) };
      expect(await world.ledger.lookup(item.key)).toEqual({ ok: true, value: null });
      const { transferId } = await posted(world.ledger, item);
      await script.run('take t1 alice 100 -> 800');
      const { key, fingerprint, kind, ref } = item;
      expect(await world.ledger.lookup(key)).toEqual({
        ok: true,
        value: { key, fingerprint, kind, transferId, ref, balance: 900 },
      });
    });

    gameRules(() => script);
    limitRules(() => script);

    test('[LE16] [LE7] [LE14] any postings of several writers at once keep every coin', () =>
      conservation(world));
  });
}
