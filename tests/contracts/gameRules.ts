import { expect, test } from 'vitest';
import type { LedgerStore } from '../../domain/ledger/port.ts';
import { gamesOfSeveralWriters } from './gameProperties.ts';
import { type LedgerScript, outcome, posted } from './ledgerScript.ts';
import { uuidOf } from './ledgerWorld.ts';
import { rows } from './scriptRows.ts';

/** The rules about games of domain/ledger/SPEC.md. */
export function gameRules(current: () => LedgerScript): void {
  const table = (title: string, text: string) => test(title, () => current().run(text));

  table(
    '[LE21] a game counts on its nonce of its active pair, and the pair goes on to the next',
    `grant g1 alice 1000                      -> 1000
     pair a alice
     spin s1 alice 100 250 pair=a nonce=0     -> 1150
     spin s2 alice 100 0 pair=a nonce=0       -> outdated
     spin s2 alice 100 0 pair=a nonce=2       -> outdated
     spin s2 alice 100 0 pair=a nonce=1       -> 1050
     nonce a                                  -> 2
     reveal a
     spin s3 alice 100 0 pair=a nonce=2       -> outdated
     nonce a                                  -> 2
     played s3                                -> no
     pair b alice
     spin s3 alice 100 0 pair=b nonce=0       -> 950
     played s3                                -> yes`,
  );

  test('[LE21] a pair that does not exist', async () => {
    await current().run('grant g1 alice 1000 -> 1000');
    current().games.pairs.set('a', uuidOf('no such pair'));
    await current().run('spin s1 alice 100 0 pair=a nonce=0 -> outdated');
  });

  table(
    '[LE22] documents must be as they were seen, and become what the game makes of them',
    `grant g1 alice 1000                                        -> 1000
     pair a alice
     spin s1 alice 10 0 pair=a nonce=0 docs=streak:3>4          -> outdated
     spin s1 alice 10 0 pair=a nonce=0 docs=streak:none>1       -> 990
     doc alice streak                                           -> 1
     spin s2 alice 10 0 pair=a nonce=1 docs=streak:none>1       -> outdated
     spin s2 alice 10 0 pair=a nonce=1 docs=streak:2>3          -> outdated
     spin s2 alice 10 0 pair=a nonce=1 docs=streak:1>2,pity:none>9 -> 980
     spin s3 alice 10 0 pair=a nonce=2 docs=streak:2>3,pity:8>7 -> outdated
     doc alice streak                                           -> 2
     doc alice pity                                             -> 9
     spin s3 alice 10 0 pair=a nonce=2 docs=streak:2>2,pity:9>none -> 970
     doc alice streak                                           -> 2
     doc alice pity                                             -> none
     spin s4 alice 10 0 pair=a nonce=3 docs=streak:1>1          -> outdated
     spin s4 alice 10 0 pair=a nonce=3 docs=streak:none>none    -> outdated
     spin s4 alice 10 0 pair=a nonce=3 docs=pity:none>none      -> 960
     doc alice pity                                             -> none
     spin s5 alice 9999 0 docs=streak:2>none                    -> insufficient_funds 960
     spin s5 alice 9999 0 docs=streak:2>3,pity:none>1           -> insufficient_funds 960
     doc alice streak                                           -> 2
     doc alice pity                                             -> none`,
  );

  table(
    '[LE23] stock must be as it was seen, cut off at what the game could take',
    `grant g1 alice 1000                                        -> 1000
     pair a alice
     spin s1 alice 10 0 pair=a nonce=0 stock=gold:1/1-1         -> outdated
     left gold 20
     spin s1 alice 10 0 pair=a nonce=0 stock=gold:10/10-10      -> 990
     stock gold                                                 -> 10
     spin s2 alice 10 0 pair=a nonce=1 stock=gold:9/10-1        -> outdated
     spin s2 alice 10 0 pair=a nonce=1 stock=gold:10/10-7       -> 980
     stock gold                                                 -> 3
     spin s3 alice 10 0 pair=a nonce=2 stock=gold:10/10-4       -> outdated
     stock gold                                                 -> 3
     spin s3 alice 10 0 pair=a nonce=2 stock=gold:3/10-3        -> 970
     stock gold                                                 -> 0
     spin s4 alice 10 0 pair=a nonce=3 stock=gold:1/1-1         -> outdated
     left pearl 5
     spin s4 alice 10 0 pair=a nonce=3 stock=gold:0/1-0,pearl:1/1-1 -> 960
     spin s5 alice 10 0 pair=a nonce=4 stock=gold:1/1-0,pearl:1/1-1 -> outdated
     stock pearl                                                -> 4`,
  );

  table(
    '[LE24] money, nonce, documents, stock and record: all or nothing',
    `grant g1 alice 100                                                            -> 100
     pair a alice
     left gold 5
     spin s1 alice 101 900 pair=a nonce=0 docs=streak:none>1 stock=gold:1/1-1      -> insufficient_funds 100
     block alice
     spin s1 alice 100 900 pair=a nonce=0 docs=streak:none>1 stock=gold:1/1-1      -> forbidden
     spin s1 alice 101 900 pair=a nonce=1 docs=streak:none>1 stock=gold:1/1-1      -> outdated
     unblock alice
     spin s1 alice 0 900 pair=a nonce=1 docs=streak:none>1 stock=gold:1/1-1        -> invalid_amount
     spin s1 alice 100 900 pair=a nonce=0 docs=streak:7>8 stock=gold:1/1-1         -> outdated
     spin s1 alice 100 900 pair=a nonce=0 docs=streak:none>1 stock=gold:0/1-0      -> outdated
     nonce a                                                                       -> 0
     doc alice streak                                                              -> none
     stock gold                                                                    -> 5
     played s1                                                                     -> no
     spin s1 alice 100 900 pair=a nonce=0 docs=streak:none>1 stock=gold:1/1-1      -> 900
     nonce a                                                                       -> 1
     doc alice streak                                                              -> 1
     stock gold                                                                    -> 4
     played s1                                                                     -> yes`,
  );

  test('[LE24] the record names its transfers, and has its texts as they were', async () => {
    const script = current();
    await script.run('grant g1 alice 1000 -> 1000 \n pair a alice');
    const won = await script.item(rows('spin s1 alice 100 250 pair=a nonce=0')[0]!);
    const lost = await script.item(rows('spin s2 alice 100 0 pair=a nonce=1')[0]!);
    const first = await posted(script.world.ledger, won);
    const second = await posted(script.world.ledger, lost);
    const games = await script.world.games();
    const record = (name: string) => games.find(({ gameId }) => gameId === script.games.gameId(name));
    const { playerId } = await script.player('alice');
    const same = { playerId, betCoins: 100, outcome: { text: 'a "quoted" {line},\\' } };
    expect(record('s1')).toEqual({
      ...{ ...same, gameId: won.ref, payoutCoins: 250, inputs: { nonce: 0 } },
      pair: { pairId: script.games.pairs.get('a'), nonce: 0 },
      ...{ stakeId: first.transferId, payoutId: first.transferId + 1 },
    });
    expect(record('s2')).toMatchObject({ ...same, stakeId: second.transferId, payoutId: null });
  });

  table(
    '[LE25] a repeat is known by its key, whatever it was computed from this time',
    `grant g1 alice 1000                                          -> 1000
     pair a alice
     spin s1 alice 100 250 pair=a nonce=0 docs=streak:none>1      -> 1150
     spin s2 alice 100 0 pair=a nonce=1                           -> 1050
     spin s1 alice 100 250 pair=a nonce=0 docs=streak:none>1      -> again 1150
     spin s1 alice 100 0 pair=a nonce=2 docs=streak:1>2           -> again 1150
     spin s1 alice 100 700 pair=a nonce=2 docs=streak:9>2 game=x  -> again 1150
     spin s2 alice 100 400 pair=a nonce=2                         -> again 1050
     spin s1 alice 100 250 pair=a nonce=2 body=1                  -> key_conflict
     spin g1 alice 100 250 pair=a nonce=2                         -> key_conflict
     spin s9 alice 100 250 pair=a nonce=2 game=s1                 -> key_conflict
     take s1 alice 100                                            -> key_conflict
     take t1 alice 1050                                           -> 0
     block alice
     spin s1 alice 100 0 pair=a nonce=2                           -> again 1150
     nonce a                                                      -> 2
     doc alice streak                                             -> 1
     played x                                                     -> no`,
  );

  test('[LE25] a repeat answers with the ref and the transfer of the first', async () => {
    const script = current();
    await script.run('grant g1 alice 1000 -> 1000 \n pair a alice');
    const first = await script.item(rows('spin s1 alice 100 250 pair=a nonce=0')[0]!);
    const again = await script.item(rows('spin s1 alice 100 0 pair=a nonce=1 game=x')[0]!);
    const posting = await posted(script.world.ledger, first);
    expect(await posted(script.world.ledger, again)).toEqual({ ...posting, repeated: true });
    expect(posting).toMatchObject({ ref: script.games.gameId('s1'), balance: 1150 });
  });

  test('[LE18] lookup of a game: the balance after its last leg', async () => {
    const script = current();
    await script.run('grant g1 alice 1000 -> 1000 \n pair a alice');
    const item = await script.item(rows('spin s1 alice 100 250 pair=a nonce=0')[0]!);
    const { transferId } = await posted(script.world.ledger, item);
    await script.run('take t1 alice 100 -> 1050');
    const { key, fingerprint, kind, ref } = item;
    expect(await script.world.ledger.lookup(key)).toEqual({
      ok: true,
      value: { key, fingerprint, kind, transferId, ref, balance: 1150 },
    });
  });

  test('[LE26] sent at once, what shares a pair, a document or an item counts in its order', async () => {
    const script = current();
    await script.run(`
      grant g1 alice 1000 -> 1000
      grant g2 bob 1000   -> 1000
      grant g3 carol 1000 -> 1000
      pair a alice
      pair b bob
      left gold 1`);
    await script.atOnce(`
      spin s1 alice 100 0 pair=a nonce=0 docs=streak:none>1    -> 900
      spin s2 alice 100 0 pair=a nonce=0                       -> outdated
      spin s3 alice 100 0 docs=streak:none>1                   -> outdated
      spin s4 alice 100 150 docs=streak:1>2                    -> 950
      spin s1 alice 100 50 pair=a nonce=1                      -> again 900
      spin s5 carol 100 0 stock=gold:1/1-1                     -> 900
      spin s6 bob 100 500 pair=b nonce=0 stock=gold:1/1-1      -> outdated
      spin s7 bob 100 0 pair=b nonce=0                         -> 900
      spin s8 bob 100 0 pair=b nonce=1 game=s7                 -> key_conflict
      spin s9 bob 100 0 pair=b nonce=1                         -> 800`);
    await script.run(`
      nonce a          -> 1
      nonce b          -> 2
      doc alice streak -> 2
      stock gold       -> 0`);
  });

  test('[LE26] what waits for an earlier one keeps those back that share something with it', async () => {
    const script = current();
    await script.run(`
      grant g1 alice 1000                   -> 1000
      pair a alice`);
    await script.atOnce(`
      spin s1 alice 100 0 pair=a nonce=0                          -> 900
      spin s2 alice 100 0 pair=a nonce=1 docs=streak:none>1       -> 800
      spin s3 alice 100 0 docs=streak:1>2                         -> 700`);
  });

  test('[LE26] many take of one stock at once, until what is left is not what they saw', async () => {
    const script = current();
    await script.run(Array.from({ length: 7 }, (_, n) => `grant g${n} p${n} 100 -> 100`).join('\n'));
    await script.run('left gold 3 \n left pearl 9');
    await script.atOnce(`
      spin s0 p0 10 0 stock=gold:1/1-1,pearl:1/1-0   -> 90
      spin s1 p1 10 0 stock=gold:1/1-0,pearl:1/1-1   -> 90
      spin s2 p2 10 0 stock=gold:1/1-1               -> 90
      spin s3 p3 10 0 stock=gold:3/9-0               -> outdated
      spin s4 p4 10 0 stock=gold:1/1-1               -> 90
      spin s5 p5 10 0 stock=gold:1/1-1               -> outdated
      spin s6 p6 10 0 stock=pearl:5/5-0              -> 90`);
    await script.run('stock gold -> 0 \n stock pearl -> 8');
  });

  test('[LE26] no change of a document gets lost', async () => {
    const script = current();
    await script.run(`
      grant g1 alice 1000                   -> 1000
      spin s1 alice 100 0 docs=streak:none>1 -> 900`);
    await script.atOnce(`
      spin s2 alice 100 0 docs=streak:1>2   -> 800
      spin s3 alice 100 0 docs=streak:1>2   -> outdated
      spin s4 alice 100 0 docs=streak:2>3   -> 700`);
    await script.run('doc alice streak -> 3');
  });

  test('[LE26] one nonce, two writers: one of them', async () => {
    const script = current();
    await script.run('grant g1 alice 1000 -> 1000 \n pair a alice');
    const writers = [script.world.ledger, await script.world.secondWriter()];
    for (let nonce = 0; nonce < 20; nonce++) {
      const items = await Promise.all(
        [0, 1].map((n) => script.item(rows(`spin s${nonce}-${n} alice 1 0 pair=a nonce=${nonce}`)[0]!)),
      );
      const results = await Promise.all(items.map((item, n) => writers[n]!.post(item)));
      expect(results.map(outcome).sort()).toEqual([String(999 - nonce), 'outdated']);
    }
    await script.run('nonce a -> 20');
  });

  test('[LE23] [LE26] 200 want an item with 50 left, at once: 50 get it, and none is ever missing', async () => {
    const script = current();
    await script.run('left gold 50');
    const writers = [script.world.ledger, await script.world.secondWriter()];
    await script.atOnce(Array.from({ length: 200 }, (_, n) => `grant g${n} p${n} 100 -> 100`).join('\n'));
    const got = await Promise.all(Array.from({ length: 200 }, (_, n) => takeOne(script, writers[n % 2]!, n)));
    expect(got.filter((taken) => taken === 1)).toHaveLength(50);
    await script.run('stock gold -> 0');
    const games = (await script.world.games()).map(({ gameId }) => gameId);
    for (let n = 0; n < 200; n++) expect(games).toContain(script.games.gameId(`s${n}`));
  });

  test('[LE21] [LE22] [LE23] [LE24] any games of several writers at once', () =>
    gamesOfSeveralWriters(current().world));
}

/** As a room does it: looks, computes, posts, and looks again if that was outdated. Answers how many it took. */
async function takeOne(script: LedgerScript, ledger: LedgerStore, n: number): Promise<number> {
  for (;;) {
    const left = await script.world.stock(script.games.banner, 'gold');
    const taken = left > 0 ? 1 : 0;
    const item = await script.item(rows(`spin s${n} p${n} 10 0 stock=gold:${taken}/1-${taken}`)[0]!);
    let said = outcome(await ledger.post(item));
    while (said === 'store_unavailable') said = outcome(await ledger.post(item));
    if (said === '90' || said === 'again 90') return taken;
    expect(said).toBe('outdated');
  }
}
