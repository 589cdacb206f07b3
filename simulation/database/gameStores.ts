import { documentKey, stockKey } from '../../db/stores/memoryLedger.ts';
import { assert } from '../../domain/assert.ts';
import { sha256Hex } from '../../domain/fairness/sha256.ts';
import type { GameStateStore, PlayedGames, SessionStore, SessionSummary } from '../../domain/games/port.ts';
import type { ActivePair, SeedPairStore } from '../../domain/games/seeds.ts';
import { fail, ok } from '../../domain/result.ts';
import type { SessionRow, Tables } from './tables.ts';

const DUE_AT_ONCE = 100;

/** `db/stores/gameStates.ts` in memory. */
export function memoryGames(tables: Tables): GameStateStore & PlayedGames {
  const { states, stock, games } = tables.ledger;
  return {
    async states(ownerId, scopes) {
      const found = scopes.flatMap((scope) => {
        const document = states.get(documentKey({ ownerId, scope }));
        return document === undefined ? [] : [[scope, document.state] as const];
      });
      return ok(new Map(found));
    },

    async stock(banner) {
      const left = new Map<string, number>();
      for (const [key, remaining] of stock) {
        const [of, item] = JSON.parse(key) as [string, string];
        if (of === banner) left.set(item, remaining);
      }
      return ok(left);
    },

    async ensureStock(banner, items) {
      for (const { item, left } of items) {
        const key = stockKey({ banner, item });
        if (!stock.has(key)) stock.set(key, left);
      }
      return ok(undefined);
    },

    async change(ownerId, scope, before, after, dueAtMs) {
      const key = documentKey({ ownerId, scope });
      if (states.get(key)?.state !== before) return fail('outdated');
      states.set(key, { state: after, dueAtMs });
      return ok(undefined);
    },

    async due(scope, byMs) {
      const due: { ownerId: string; state: string; dueAtMs: number }[] = [];
      for (const [key, { state, dueAtMs }] of states) {
        const [ownerId, of] = key.split(' ') as [string, string];
        if (of === scope && dueAtMs !== null && dueAtMs <= byMs) due.push({ ownerId, state, dueAtMs });
      }
      return ok(due.sort((a, b) => a.dueAtMs - b.dueAtMs).slice(0, DUE_AT_ONCE));
    },

    async stored(playerId, gameId) {
      const found = games.get(gameId);
      if (found?.playerId !== playerId) return ok(null);
      const { game, variant, pair, betCoins, payoutCoins, inputs, outcome } = found;
      const parsed = { inputs: JSON.parse(inputs), outcome: JSON.parse(outcome) };
      return ok({ gameId, game, variant, pair, betCoins, payoutCoins, ...parsed });
    },
  };
}

/** `db/stores/sessions.ts` in memory, as the process of this owner has it. */
export function memorySessions(tables: Tables, owner: string): SessionStore {
  const { sessions } = tables;

  function close(row: SessionRow, endedAtMs: number | null): SessionSummary {
    if (row.summary !== null) return row.summary;
    const games = [...tables.ledger.games.values()].filter(({ sessionId }) => sessionId === row.sessionId);
    const lastAtMs = games.reduce((latest, game) => Math.max(latest, game.endedAtMs), row.startedAtMs);
    const betCoins = games.reduce((sum, game) => sum + game.betCoins, 0);
    const winCoins = games.reduce((sum, game) => sum + game.payoutCoins, 0);
    const outcomes: Record<string, number> = {};
    for (const { tally } of games) {
      for (const [name, count] of Object.entries(JSON.parse(tally) as Record<string, number>)) {
        outcomes[name] = (outcomes[name] ?? 0) + count;
      }
    }
    const { sessionId, game, variant, startedAtMs } = row;
    const endMs = endedAtMs ?? lastAtMs;
    row.summary = {
      ...{ sessionId, game, variant, startedAtMs, endedAtMs: endMs, durationMs: endMs - startedAtMs },
      ...{ rounds: games.length, betCoins, winCoins, netCoins: winCoins - betCoins, outcomes },
      returnToPlayer: betCoins === 0 ? 0 : winCoins / betCoins,
    };
    return row.summary;
  }

  return {
    async open({ sessionId, game, variant, startedAtMs }) {
      const row = { sessionId, owner, game, variant, startedAtMs, summary: null };
      if (!sessions.has(sessionId)) sessions.set(sessionId, row);
      return ok(undefined);
    },

    async close(sessionId, endedAtMs) {
      const row = sessions.get(sessionId);
      assert(row !== undefined, `session ${sessionId} was never opened`);
      return ok(close(row, endedAtMs));
    },

    async closeAbandoned() {
      const abandoned = [...sessions.values()].filter(
        (row) => row.summary === null && row.owner !== owner && tables.isGone(row.owner),
      );
      for (const row of abandoned) close(row, null);
      return ok(abandoned.length);
    },

    list: async () => ({ items: [], next: null }),
  };
}

type RotatingPairs = Pick<SeedPairStore, 'activePair'> & { rotate(playerId: string): void };

/** What rooms ask of `db/stores/seedPairs.ts`, in memory. */
export function memoryPairs(tables: Tables): RotatingPairs {
  const { activePairs, pairSecrets, ledger } = tables;

  function make(playerId: string): void {
    const pairId = tables.newUuid();
    pairSecrets.set(pairId, { serverSeed: tables.randomHex(32), clientSeed: tables.randomHex(8) });
    ledger.pairs.set(pairId, { playerId, status: 'active', nonce: 0 });
    activePairs.set(playerId, pairId);
  }

  return {
    async activePair(playerId) {
      if (!activePairs.has(playerId)) make(playerId);
      const pairId = activePairs.get(playerId)!;
      return ok({
        pairId,
        ...pairSecrets.get(pairId)!,
        nonce: ledger.pairs.get(pairId)!.nonce,
      } satisfies ActivePair);
    },

    rotate(playerId) {
      const before = activePairs.get(playerId);
      if (before !== undefined) ledger.pairs.get(before)!.status = 'revealed';
      make(playerId);
    },
  };
}

/** As it was published before the pair's first game. */
export function serverSeedHash(tables: Tables, pairId: string): string {
  return sha256Hex(tables.pairSecrets.get(pairId)!.serverSeed);
}
