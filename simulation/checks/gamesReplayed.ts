import type { MemoryGame } from '../../db/stores/memoryLedger.ts';
import { NO_GAMES, verifyPair } from '../../domain/fairness/verifyPair.ts';
import { verifyPlayed } from '../../domain/fairness/verifyPlayed.ts';
import { serverSeedHash } from '../database/gameStores.ts';
import { oddsOf } from '../odds.ts';
import type { WorldParts } from '../worldParts.ts';

/** Every game follows from its seeds, and from the game before it; every match from its hands (SI7). */
export function checkGames(world: WorldParts): void {
  const { tables, watch } = world;
  const balances = balancesAround(world);
  const ofPairs = new Map<string, ReturnType<typeof shown>[]>();
  for (const game of tables.ledger.games.values()) {
    const record = shown(world, game, balances);
    const verdict = verifyPlayed(record, oddsOf(game.oddsHash), game.gameId);
    if (!verdict.valid)
      watch.violated('SI7', `${game.game} ${game.gameId}: ${verdict.field} ${verdict.reason}`);
    if (game.pair === null) world.count('match finished');
    else ofPairs.set(game.pair.pairId, [...(ofPairs.get(game.pair.pairId) ?? []), record]);
  }
  const after = new Map<string, typeof NO_GAMES>();
  for (const [pairId, { playerId, nonce }] of tables.ledger.pairs) {
    const games = ofPairs.get(pairId) ?? [];
    if (games.length !== nonce)
      watch.violated('SI7', `pair ${pairId} has ${games.length} games at nonce ${nonce}`);
    if (games.length === 0) continue;
    const pair = verifyPair(games, oddsOf, after.get(playerId) ?? NO_GAMES);
    if (!pair.verdict.valid)
      watch.violated('SI7', `pair ${pairId}: ${pair.verdict.field} ${pair.verdict.reason}`);
    after.set(playerId, pair.after);
  }
}

/** A game as its player recalls it. */
function shown({ tables }: WorldParts, game: MemoryGame, balances: ReadonlyMap<number, [number, number]>) {
  const { gameId, playerId, variant, pair, betCoins, payoutCoins, startedAtMs, endedAtMs, oddsHash } = game;
  const [balanceBeforeCoins] = balances.get(game.stakeId)!;
  const [, balanceAfterCoins] = balances.get(game.payoutId ?? game.stakeId)!;
  const inputs = JSON.parse(game.inputs);
  const secrets = pair === null ? null : tables.pairSecrets.get(pair.pairId)!;
  return {
    ...{
      gameId,
      playerId,
      game: game.game,
      variant,
      betCoins,
      payoutCoins,
      netCoins: payoutCoins - betCoins,
    },
    ...{ startedAtMs, endedAtMs, oddsHash, balanceBeforeCoins, balanceAfterCoins },
    ...{ outcome: JSON.parse(game.outcome), tally: JSON.parse(game.tally) },
    proof:
      pair === null || secrets === null
        ? { matchId: inputs.matchId, inputs }
        : { ...pair, ...secrets, serverSeedHash: serverSeedHash(tables, pair.pairId), inputs },
  };
}

/** A player's balance before and after each line, by the line's number. */
function balancesAround({ tables }: WorldParts): Map<number, [number, number]> {
  const now = new Map<number, number>();
  const around = new Map<number, [number, number]>();
  for (const { id, debitAccountId, creditAccountId, amount } of tables.ledger.transfers) {
    for (const [accountId, change] of [
      [debitAccountId, -amount],
      [creditAccountId, amount],
    ] as const) {
      const before = now.get(accountId) ?? 0;
      now.set(accountId, before + change);
      if (tables.ledger.accounts.get(accountId)!.player) around.set(id, [before, before + change]);
    }
  }
  return around;
}
