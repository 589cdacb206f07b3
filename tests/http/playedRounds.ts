import { bustPointHundredths } from '../../domain/crash/bustPoint.ts';
import { instantOf } from '../../domain/crash/curve.ts';
import type { Tenure } from '../../domain/crash/port.ts';
import type { Bet } from '../../domain/crash/round.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { crashSalt, SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import type { Player } from '../../domain/identity/port.ts';
import { payoutCoins } from '../../domain/money.ts';
import type { Result } from '../../domain/result.ts';
import { betIdentity, cancelItem, cashoutItem, stakeItem } from '../../rooms/crash/ledgerItems.ts';
import { createEntropy } from '../../server/entropy.ts';
import { createLogger } from '../../server/logger.ts';
import { createSeeds } from '../../server/seeds.ts';
import type { LiveApp } from './liveApp.ts';

export interface Wish {
  player: Player;
  amountCoins: number;
  autoCashoutHundredths: number | null;
  cancelled?: boolean;
}

export interface Played {
  game: number;
  bustHundredths: number;
  bets: Bet[];
  cancelled: Bet[];
  launchedAtMs: number;
  /** Of the round's one order of bets, cancellations and cash-outs. */
  lastSequence: number;
}

/** Writes rounds through the stores as a table's owner does, without waiting for time to pass. */
export interface Dealer {
  /** A whole round, settled. */
  play(wishes: Wish[]): Promise<Played>;
  /** A round whose betting window stays open, as of `agoMs` ago. */
  open(wishes: Wish[], agoMs?: number): Promise<Played>;
  /** Launches it `agoMs` ago; targets up to `paidUpTo` hundredths are paid, and it is left in flight. */
  launch(played: Played, agoMs: number, paidUpTo: number): Promise<Played>;
  /** Settles it as its owner would. */
  settle(played: Played): Promise<Result<void>>;
  tenure: Tenure;
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** @param ownerId a process that lives; by default none does, and the table is anybody's to take */
export async function seatDealer(app: LiveApp, table: string, ownerId?: string): Promise<Dealer> {
  const { database } = app;
  const rules = DEFAULT_TABLES.find((each) => each.table === table)!;
  const entropy = createEntropy({ nowMs: app.nowMs });
  const seeds = createSeeds({
    chains: database.chains,
    tables: DEFAULT_TABLES,
    chainLength: 2_000,
    randomHex: entropy.randomHex,
    isOutage: () => false,
    log: createLogger('silent'),
  });
  const tenure = value(await database.leases.acquire(table, ownerId ?? entropy.uuid())) as Tenure;
  let hash = '';
  let game = await database.reads.latestGame(table);

  async function open(wishes: Wish[], agoMs = 0): Promise<Played> {
    game += 1;
    const startedAtMs = Math.floor(app.nowMs()) - agoMs;
    const chain = value(await seeds.chainOf(table, game));
    const bettingEndsAtMs = startedAtMs + rules.bettingMs;
    value(
      await database.crash.openRound(tenure, {
        game,
        chainId: chain.id,
        startedAtMs,
        bettingEndsAtMs,
        rules,
      }),
    );
    const played: Played = {
      game,
      bustHundredths: 0,
      bets: [],
      cancelled: [],
      launchedAtMs: 0,
      lastSequence: 0,
    };
    let sequence = 0;
    for (const { player, amountCoins, autoCashoutHundredths, cancelled } of wishes) {
      sequence += 1;
      const bet: Bet = {
        betId: entropy.uuid(),
        playerId: player.id,
        nickname: player.nickname,
        bot: player.bot,
        accountId: player.accounts.coins,
        amountCoins,
        autoCashoutHundredths,
        receivedAtMs: startedAtMs + sequence,
        sequence,
        state: 'open',
        cashout: null,
      };
      const identity = betIdentity(table, player.id, entropy.uuid(), amountCoins, autoCashoutHundredths);
      value(await database.ledger.post(stakeItem(tenure, game, bet, identity)));
      if (!cancelled) {
        played.bets.push(bet);
        continue;
      }
      sequence += 1;
      value(await database.ledger.post(cancelItem(tenure, game, bet, startedAtMs + sequence, sequence)));
      played.cancelled.push(bet);
    }
    played.lastSequence = sequence;
    return played;
  }

  async function launch(played: Played, launchedAtMs: number, paidUpTo: number): Promise<Played> {
    const { bets } = played;
    played.launchedAtMs = launchedAtMs;
    const closed = value(
      await database.crash.closeBook(tenure, played.game, (entries, { terminator, salt }) => {
        const root = betBookRoot(entries);
        const closing = { betBookRoot: root, launchedAtMs: played.launchedAtMs };
        if (salt !== '') return closing;
        return { ...closing, salt: { salt: crashSalt(terminator, root), saltSource: SALT_SOURCE_BET_BOOK } };
      }),
    )!;
    hash = value(await seeds.gameHash(closed.chain, played.game));
    played.bustHundredths = bustPointHundredths(hash, closed.chain.salt, rules.edgePercent);
    let sequence = played.lastSequence;
    const withTarget = bets.filter(({ autoCashoutHundredths }) => autoCashoutHundredths !== null);
    for (const bet of withTarget.toSorted((a, b) => a.autoCashoutHundredths! - b.autoCashoutHundredths!)) {
      const atHundredths = bet.autoCashoutHundredths!;
      if (atHundredths > Math.min(played.bustHundredths, paidUpTo)) continue;
      sequence += 1;
      bet.cashout = {
        atHundredths,
        payoutCoins: payoutCoins(bet.amountCoins, atHundredths),
        receivedAtMs: played.launchedAtMs + instantOf(atHundredths),
        sequence,
        reason: 'auto',
      };
      value(await database.ledger.post(cashoutItem(tenure, played.game, bet, bet.cashout)));
    }
    return played;
  }

  function settle(played: Played): Promise<Result<void>> {
    const { bets } = played;
    return database.crash.settle(tenure, played.game, {
      hash,
      bustHundredths: played.bustHundredths,
      bustedAtMs: played.launchedAtMs + instantOf(played.bustHundredths),
      stakedCoins: bets.reduce((sum, { amountCoins }) => sum + amountCoins, 0),
      paidCoins: bets.reduce((sum, { cashout }) => sum + (cashout?.payoutCoins ?? 0), 0),
      betCount: bets.length,
    });
  }

  return {
    ...{ tenure, open, settle },
    launch: (played, agoMs, paidUpTo) => launch(played, Math.floor(app.nowMs()) - agoMs, paidUpTo),
    async play(wishes) {
      const opened = await open(wishes);
      // After it was opened: its window was as long as it was said to be.
      const launchedAtMs = Math.floor(app.nowMs()) + rules.bettingMs;
      const played = await launch(opened, launchedAtMs, Number.POSITIVE_INFINITY);
      value(await settle(played));
      return played;
    },
  };
}
