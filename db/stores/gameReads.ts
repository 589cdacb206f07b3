import type pg from 'pg';
import type { GameReads } from '../../domain/games/records.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { orThrow } from '../transact.ts';
import { readGame, readHistory } from './gameHistory.ts';
import { readStatistics } from './statistics.ts';
import { readTransfers } from './transferLines.ts';

/** What players see of their own games and money. */
export function gameReads(pool: pg.Pool, cipher: Cipher): GameReads {
  return {
    history: (playerId, game, limit, cursor) =>
      orThrow(() => readHistory(pool, cipher, playerId, game, limit, cursor)),
    game: (playerId, gameId) => orThrow(() => readGame(pool, cipher, playerId, gameId)),
    transfers: (playerId, limit, cursor) => orThrow(() => readTransfers(pool, playerId, limit, cursor)),
    statistics: (playerId) => orThrow(() => readStatistics(pool, playerId)),
  };
}
