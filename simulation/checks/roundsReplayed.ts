import type { RoundRecord } from '../../domain/crash/records.ts';
import { betBook } from '../../domain/fairness/betBook.ts';
import { verifyRound } from '../../domain/fairness/verify.ts';
import { storedBets } from '../database/crashStore.ts';
import type { RoundRow, Tables } from '../database/tables.ts';
import type { WorldParts } from '../worldParts.ts';

/** Every settled round follows from chain, book and curve, as any player's verifier finds (SI7). */
export function checkRounds(world: WorldParts): void {
  const { tables, watch } = world;
  for (const [table, rounds] of tables.rounds) {
    let previous: RoundRow | null = null;
    for (const round of rounds.filter(({ phase }) => phase === 'settled')) {
      if (previous !== null && round.game !== previous.game + 1) {
        watch.violated('SI7', `round ${round.game} follows ${previous.game}`);
      }
      const chain = tables.chains.get(round.chainId)!;
      const linked = previous?.chainId === round.chainId;
      const previousHash = linked ? previous!.settlement!.hash : null;
      const record = recordOf(tables, round);
      const verdict = verifyRound(record, { chain, previousHash, asked: { table, game: round.game } });
      if (!verdict.valid) {
        watch.violated('SI7', `round ${round.game} does not follow: ${verdict.field} ${verdict.reason}`);
      }
      world.tenures.served.check(record, watch);
      count(world, record);
      previous = round;
    }
  }
}

function recordOf(tables: Tables, round: RoundRow): RoundRecord {
  const bets = storedBets(tables, round);
  const inBook = bets.filter(({ state }) => state !== 'cancelled');
  const { proofs } = betBook(inBook);
  const { hash, bustHundredths, bustedAtMs, stakedCoins, paidCoins } = round.settlement!;
  const { table } = round.rules;
  return {
    ...{ table, game: round.game, chainId: round.chainId, salt: tables.chains.get(round.chainId)!.salt },
    ...{ hash, bustHundredths, bustedAtMs, stakedCoins, paidCoins, voided: false },
    ...{ betBookRoot: round.betBookRoot!, startedAtMs: round.startedAtMs, launchedAtMs: round.launchedAtMs! },
    bets: inBook.map(({ betId, playerId, amountCoins, autoCashoutHundredths, cashout }) => ({
      ...{ betId, playerId, amountCoins, proof: proofs.get(betId)! },
      ...(autoCashoutHundredths === null ? {} : { autoCashoutHundredths }),
      ...(cashout === null ? {} : { cashout }),
    })),
    cancelled: bets.flatMap(({ betId, playerId, amountCoins, cancelled }) =>
      cancelled === null ? [] : [{ betId, playerId, amountCoins, ...cancelled }],
    ),
    gaps: [...round.gaps].sort((a, b) => a.fromMs - b.fromMs),
    limits: round.rules,
  };
}

function count(world: WorldParts, { bets, gaps }: RoundRecord): void {
  world.count('round settled');
  if (gaps.length > 0) world.count('round with a gap');
  for (const { cashout } of bets)
    world.count(cashout === undefined ? 'bet lost' : `cash-out by ${cashout.reason}`);
}
