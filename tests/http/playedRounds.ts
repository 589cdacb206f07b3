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
  /** A round whose betting window stays open. */
  open(wishes: Wish[]): Promise<Played>;
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

export async function seatDealer(app: LiveApp, table: string): Promise<Dealer> {
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
  const tenure = value(await database.leases.acquire(table, entropy.uuid())) as Tenure;
  let game = 0;

  async function open(wishes: Wish[]): Promise<Played> {
    game += 1;
    const startedAtMs = Math.floor(app.nowMs());
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

  async function fly(played: Played): Promise<Played> {
    const { bets } = played;
    played.launchedAtMs = Math.floor(app.nowMs()) + rules.bettingMs;
    const closed = value(
      await database.crash.closeBook(tenure, played.game, (entries, { terminator, salt }) => {
        const root = betBookRoot(entries);
        const closing = { betBookRoot: root, launchedAtMs: played.launchedAtMs };
        if (salt !== '') return closing;
        return { ...closing, salt: { salt: crashSalt(terminator, root), saltSource: SALT_SOURCE_BET_BOOK } };
      }),
    )!;
    const hash = value(await seeds.gameHash(closed.chain, played.game));
    played.bustHundredths = bustPointHundredths(hash, closed.chain.salt, rules.edgePercent);
    let sequence = played.lastSequence;
    for (const bet of bets.toSorted((a, b) => a.autoCashoutHundredths! - b.autoCashoutHundredths!)) {
      const atHundredths = bet.autoCashoutHundredths!;
      if (atHundredths > played.bustHundredths) continue;
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
    const settlement = {
      hash,
      bustHundredths: played.bustHundredths,
      bustedAtMs: played.launchedAtMs + instantOf(played.bustHundredths),
      stakedCoins: bets.reduce((sum, { amountCoins }) => sum + amountCoins, 0),
      paidCoins: bets.reduce((sum, { cashout }) => sum + (cashout?.payoutCoins ?? 0), 0),
      betCount: bets.length,
    };
    value(await database.crash.settle(tenure, played.game, settlement));
    return played;
  }

  return { open, play: async (wishes) => fly(await open(wishes)) };
}
