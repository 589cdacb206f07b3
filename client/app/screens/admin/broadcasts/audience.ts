import type { BroadcastAudience } from '../../../../sdk/index.ts';
import { t, tableName, tMaybe } from '../../../i18n/i18n.ts';

/** Rooms that one may speak to by their kind. */
export const ROOMS = ['lobby', 'crash', 'slots', 'gacha', 'rps', 'rps_match', 'backtest', 'monitor'] as const;

export function audienceText(audience: BroadcastAudience): string {
  switch (audience.to) {
    case 'all':
      return t('admin.broadcast.to.all');
    case 'room':
      return t('admin.broadcast.toRoom', { room: tMaybe(`admin.room.${audience.room}`) ?? audience.room });
    case 'table':
      return t('admin.broadcast.toTable', { table: tableName(audience.table) });
    case 'player':
      return t('admin.broadcast.toPlayer', { player: audience.playerId.slice(0, 8) });
  }
}
