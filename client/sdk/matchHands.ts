import type { Hand } from '../../domain/protocol/rps.ts';
import type { SessionStore } from './sessionStore.ts';

/** A hand that was committed, or is about to be: whoever loses its salt can't reveal it. */
export interface KeptHand {
  matchId: string;
  /** Of the commit: the same key is the same commit. */
  key: string;
  hand: Hand;
  salt: string;
}

export interface KeptHands {
  of(matchId: string): KeptHand | null;
  keep(hand: KeptHand): void;
  drop(matchId: string): void;
}

/** Results that never came (the account was left) must not pile up. */
const MOST = 20;

export function matchHands(store: SessionStore): KeptHands {
  const write = (hands: readonly KeptHand[]) =>
    store.write(hands.length > 0 ? JSON.stringify(hands.slice(-MOST)) : null);
  return {
    of: (matchId) => parse(store.read()).find((kept) => kept.matchId === matchId) ?? null,
    keep: (hand) => write([...parse(store.read()), hand]),
    drop: (matchId) => write(parse(store.read()).filter((kept) => kept.matchId !== matchId)),
  };
}

function parse(text: string | null): KeptHand[] {
  if (!text) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isKeptHand) : [];
  } catch {
    return [];
  }
}

function isKeptHand(value: unknown): value is KeptHand {
  const { matchId, key, hand, salt } = (value ?? {}) as Partial<KeptHand>;
  return (
    typeof matchId === 'string' &&
    typeof key === 'string' &&
    typeof salt === 'string' &&
    typeof hand === 'string'
  );
}
