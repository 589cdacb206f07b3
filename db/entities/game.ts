import { defineEntity, p } from '@mikro-orm/core';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { GameRecordRow } from '../../domain/ledger/port.ts';

/** A finished game of a player's: append-only, written by `ledger_post` together with its money. */
export const GameEntity = defineEntity({
  name: 'GameEntity',
  tableName: 'game',
  properties: {
    gameId: p.uuid().primary(),
    playerId: p.uuid(),
    game: p.text().$type<GameRecordRow['game']>(),
    variant: p.text(),
    sessionId: p.uuid().nullable(),
    pairId: p.uuid().nullable(),
    nonce: p.integer().nullable(),
    betCoins: p.bigint('number'),
    payoutCoins: p.bigint('number'),
    startedAtMs: p.bigint('number'),
    endedAtMs: p.bigint('number'),
    oddsHash: p.text(),
    inputs: p.json().columnType('json').$type<JsonValue>(),
    outcome: p.json().columnType('json').$type<JsonValue>(),
    tally: p.json().columnType('json').$type<Record<string, number>>(),
    /** The transfer of the stake, and of what was paid. */
    stakeId: p.bigint('number'),
    payoutId: p.bigint('number').nullable(),
  },
});
