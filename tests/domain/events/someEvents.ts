import fc from 'fast-check';
import { type EventDraft, type GameEvent, type Topic, topicOf } from '../../../domain/events/event.ts';

let made = 0;

export function stamp(draft: EventDraft, atMs = 0): GameEvent {
  made += 1;
  return { ...draft, id: `m-${made}`, atMs, topic: topicOf(draft.type) } as GameEvent;
}

export function spin(payoutCoins: number, atMs = 0): GameEvent {
  const data = {
    ...{ machine: 'neon3', gameId: 'game', betCoins: 100, payoutCoins, result: 'none', streakBefore: 0 },
  };
  return stamp({ type: 'slots.spin', player: { id: 'ada', nickname: 'Ada' }, bot: false, data }, atMs);
}

export function bust(game: number, atMs = 0): GameEvent {
  const data = { table: 'main', game, bustHundredths: 200, bets: 3, stakedCoins: 600, paidCoins: 500 };
  return stamp({ type: 'crash.bust', player: null, bot: false, data }, atMs);
}

export function bet(amountCoins: number, atMs = 0): GameEvent {
  const data = { table: 'main', game: 1, betId: 'bet', amountCoins, autoCashoutHundredths: null };
  return stamp({ type: 'crash.bet', player: { id: 'ada', nickname: 'Ada' }, bot: false, data }, atMs);
}

export function session(atMs = 0): GameEvent {
  const data = { sessionId: 'session', game: 'rps' as const, variant: 'house' };
  return stamp({ type: 'session.opened', player: { id: 'ada', nickname: 'Ada' }, bot: false, data }, atMs);
}

/** Of four topics, some worth the same. */
export const anyEvents = (max = 120) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })), { maxLength: max })
    .map((kinds) =>
      kinds.map(([kind, worth], index) =>
        kind === 0
          ? spin(worth * 100, index)
          : kind === 1
            ? bust(index, index)
            : kind === 2
              ? bet(worth * 100, index)
              : session(index),
      ),
    );

export function countBy(events: readonly GameEvent[]): Partial<Record<Topic, number>> {
  const counts: Partial<Record<Topic, number>> = {};
  for (const { topic } of events) counts[topic] = (counts[topic] ?? 0) + 1;
  return counts;
}
