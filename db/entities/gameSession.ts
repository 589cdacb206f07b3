import { defineEntity, p } from '@mikro-orm/core';
import type { SessionSummary } from '../../domain/games/port.ts';

/** A player's visit to a session room, with its summary once it has ended. */
export const GameSessionEntity = defineEntity({
  name: 'GameSessionEntity',
  tableName: 'game_session',
  properties: {
    sessionId: p.uuid().primary(),
    playerId: p.uuid(),
    game: p.text().$type<SessionSummary['game']>(),
    variant: p.text(),
    /** The process that its room runs in. */
    owner: p.uuid(),
    /** Its games' stakes come after this transfer. */
    afterTransferId: p.bigint('number'),
    startedAtMs: p.bigint('number'),
    endedAtMs: p.bigint('number').nullable(),
    rounds: p.integer().nullable(),
    betCoins: p.bigint('number').nullable(),
    winCoins: p.bigint('number').nullable(),
    outcomes: p.json().$type<Record<string, number>>().nullable(),
  },
  indexes: [
    {
      name: 'game_session_player',
      expression:
        'create index game_session_player on game_session (player_id, ended_at_ms) where ended_at_ms is not null',
    },
    {
      name: 'game_session_open',
      expression: 'create index game_session_open on game_session (owner) where ended_at_ms is null',
    },
    {
      name: 'game_session_player_open',
      expression:
        'create index game_session_player_open on game_session (player_id) where ended_at_ms is null',
    },
  ],
});
