import type { GameEvent } from '../../../../../domain/events/event.ts';

/** Where more is to be seen of what an event tells; null: nowhere. */
export function eventLink(event: GameEvent): string | null {
  if (event.topic === 'crash') {
    const { table, game } = event.data as { table: string; game: number };
    return `/admin/rounds/${encodeURIComponent(table)}/${game}`;
  }
  if (event.topic === 'backtest') return '/admin/queue';
  return null;
}
