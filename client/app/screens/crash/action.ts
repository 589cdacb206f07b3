import type { CrashStateView, OwnBet } from '../../../sdk/index.ts';

/** What the one button at a table does now. */
export type MainAction =
  | { kind: 'watching' }
  | { kind: 'unavailable' }
  | { kind: 'bet' }
  | { kind: 'betNext' }
  | { kind: 'queued' }
  | { kind: 'cancel' }
  | { kind: 'cashout' }
  | { kind: 'ended'; bet: OwnBet }
  | { kind: 'waiting'; for: 'bet' | 'cancel' | 'cashout' };

export interface ActionFacts {
  spectator: boolean;
  live: boolean;
  state: Pick<CrashStateView, 'phase' | 'game'> | null;
  ownBet: OwnBet | null;
  /** A request that the server has not answered yet. */
  pending: 'bet' | 'cancel' | 'cashout' | null;
  queued: boolean;
  /** The own bet that has ended this very moment. */
  justEnded: OwnBet | null;
  /** The betting window is over by the server's clock, though the launch has not been told yet. */
  windowOver: boolean;
}

/** The bet of this round that still stands. */
export function openBet(facts: Pick<ActionFacts, 'state' | 'ownBet'>): OwnBet | null {
  const { state, ownBet } = facts;
  return state && ownBet?.state === 'open' && ownBet.game === state.game ? ownBet : null;
}

export function mainAction(facts: ActionFacts): MainAction {
  const { state, pending } = facts;
  if (facts.spectator) return { kind: 'watching' };
  if (pending) return { kind: 'waiting', for: pending };
  if (!state || !facts.live) return { kind: 'unavailable' };
  const open = openBet(facts);
  if (open) {
    if (state.phase === 'flying') return { kind: 'cashout' };
    return state.phase === 'betting' ? { kind: 'cancel' } : { kind: 'unavailable' };
  }
  if (facts.queued) return { kind: 'queued' };
  if (facts.justEnded) return { kind: 'ended', bet: facts.justEnded };
  return state.phase === 'betting' && !facts.windowOver ? { kind: 'bet' } : { kind: 'betNext' };
}
