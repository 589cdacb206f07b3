import { assert } from '../../domain/assert.ts';
import type { GameRecordRow, PlayRow, StateChange, StockUse } from '../../domain/ledger/port.ts';
import { columns, literals, quoted, uuid } from './columns.ts';

/** A batch's games: what they lock, each kind in the one order of locks, and their records. */
export class Plays {
  readonly #pairs: { row: number; pairId: string; nonce: number }[] = [];
  readonly #states: { row: number; change: StateChange }[] = [];
  readonly #stock: { row: number; use: StockUse }[] = [];
  readonly #games: { row: number; game: GameRecordRow }[] = [];

  /** @param row of the item's first leg, from 1 */
  add(row: number, { pair, states, stock, games }: PlayRow, legs: number): void {
    if (pair) this.#pairs.push({ row, ...pair });
    for (const change of states) this.#states.push({ row, change });
    for (const use of stock) {
      const { taken, seen, cap } = use;
      assert(0 <= taken && taken <= seen && seen <= cap, `stock of ${use.item}: ${taken}, ${seen}, ${cap}`);
      this.#stock.push({ row, use });
    }
    for (const game of games) {
      assert(game.payoutLeg === null || game.payoutLeg < legs, `game ${game.gameId} pays by no leg`);
      this.#games.push({ row, game });
    }
  }

  parameters(): string[] {
    return [
      ...literals(this.#pairColumns()),
      ...literals(this.#stateColumns()),
      ...literals(this.#stockColumns()),
      ...literals(this.#gameColumns()),
    ];
  }

  #pairColumns() {
    const to = columns('row', 'pair', 'nonce');
    for (const { row, pairId, nonce } of this.#pairs.sort((a, b) => order(a.pairId, b.pairId))) {
      to.row.add(row);
      to.pair.add(uuid(pairId));
      to.nonce.add(nonce);
    }
    return to;
  }

  #stateColumns() {
    const to = columns('row', 'owner', 'scope', 'before', 'after', 'due');
    this.#states.sort(
      ({ change: a }, { change: b }) => order(a.ownerId, b.ownerId) || order(a.scope, b.scope),
    );
    for (const { row, change } of this.#states) {
      to.row.add(row);
      to.owner.add(uuid(change.ownerId));
      to.scope.add(quoted(change.scope));
      to.before.add(change.before === null ? null : quoted(change.before));
      to.after.add(change.after === null ? null : quoted(change.after));
      to.due.add(change.dueAtMs);
    }
    return to;
  }

  #stockColumns() {
    const to = columns('row', 'banner', 'item', 'seen', 'cap', 'taken');
    this.#stock.sort(({ use: a }, { use: b }) => order(a.banner, b.banner) || order(a.item, b.item));
    for (const { row, use } of this.#stock) {
      to.row.add(row);
      to.banner.add(quoted(use.banner));
      to.item.add(quoted(use.item));
      to.seen.add(use.seen);
      to.cap.add(use.cap);
      to.taken.add(use.taken);
    }
    return to;
  }

  #gameColumns() {
    const to = columns(
      ...([
        'row',
        'gameId',
        'player',
        'game',
        'variant',
        'session',
        'pair',
        'nonce',
        'bet',
        'payout',
      ] as const),
      ...(['started', 'ended', 'odds', 'inputs', 'outcome', 'tally', 'stake', 'payoutRow'] as const),
    );
    for (const { row, game } of this.#games) {
      to.row.add(row);
      to.gameId.add(uuid(game.gameId));
      to.player.add(uuid(game.playerId));
      to.game.add(quoted(game.game));
      to.variant.add(quoted(game.variant));
      to.session.add(game.sessionId === null ? null : uuid(game.sessionId));
      to.pair.add(game.pair === null ? null : uuid(game.pair.pairId));
      to.nonce.add(game.pair === null ? null : game.pair.nonce);
      to.bet.add(game.betCoins);
      to.payout.add(game.payoutCoins);
      to.started.add(game.startedAtMs);
      to.ended.add(game.endedAtMs);
      to.odds.add(quoted(game.oddsHash));
      to.inputs.add(quoted(game.inputs));
      to.outcome.add(quoted(game.outcome));
      to.tally.add(quoted(game.tally));
      to.stake.add(game.stakeTransferId);
      to.payoutRow.add(game.payoutLeg === null ? null : row + game.payoutLeg);
    }
    return to;
  }
}

/** The same in every process, whatever its language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
