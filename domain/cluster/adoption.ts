/** How long each member further down a table's order waits for those before it. */
export const CLAIM_TURN_MS = 400;
/** For how long a table has to belong elsewhere before it is handed over: a member that flaps moves nothing. */
export const BELONGS_ELSEWHERE_MS = 10_000;

/** What one member has to do with one table. */
export type Adoption =
  /** Not ours. `freeSinceMs` is null while somebody holds it. */
  | { state: 'free'; freeSinceMs: number | null }
  | { state: 'claiming' }
  /** The lease is ours, the room reads what its last owner left. */
  | { state: 'recovering'; fence: number }
  /** `elsewhereSinceMs`: since when it belongs to another member; null while it belongs here. */
  | { state: 'live'; fence: number; elsewhereSinceMs: number | null }
  | { state: 'draining'; fence: number }
  | { state: 'lost'; reason: 'fenced' | 'fault' };

export type AdoptionEvent =
  /** `rank`: our place in the table's order, 0 first; null when we don't stand in it. */
  | { type: 'seen'; free: boolean; rank: number | null }
  /** The answer to a claim; null: not had. */
  | { type: 'claimed'; fence: number | null }
  | { type: 'playing' }
  | { type: 'fenced' }
  | { type: 'faulted' }
  /** The process was asked to stop. */
  | { type: 'stopping' }
  /** The room has ended its part of the draining. */
  | { type: 'drained' }
  /** The room of a lost table has closed. */
  | { type: 'closed' };

export type AdoptionEffect =
  | { type: 'claim' }
  | { type: 'open'; fence: number }
  /** The room opens no round any more; `playedOut`: and plays the one under way to its end. */
  | { type: 'drain'; playedOut: boolean }
  | { type: 'release'; fence: number }
  | { type: 'close' };

export interface AdoptionStep {
  adoption: Adoption;
  effects: AdoptionEffect[];
}

export const UNKNOWN: Adoption = { state: 'free', freeSinceMs: null };

/** One step of a table's adoption by a member (SPEC.md). What an event means nothing in leaves the state alone. */
export function adopt(
  adoption: Adoption,
  event: AdoptionEvent,
  nowMs: number,
  stopping: boolean,
): AdoptionStep {
  switch (event.type) {
    case 'seen':
      return seen(adoption, event, nowMs, stopping);
    case 'claimed':
      return claimed(adoption, event.fence, stopping);
    case 'playing':
      if (adoption.state !== 'recovering') return stay(adoption);
      return stay({ state: 'live', fence: adoption.fence, elsewhereSinceMs: null });
    case 'fenced':
    case 'faulted':
      return holds(adoption) ? lose(event.type === 'fenced' ? 'fenced' : 'fault') : stay(adoption);
    case 'stopping':
      if (adoption.state !== 'live' && adoption.state !== 'recovering') return stay(adoption);
      return drain(adoption.fence, false);
    case 'drained':
      if (!holds(adoption)) return stay(adoption);
      return { adoption: UNKNOWN, effects: [{ type: 'release', fence: adoption.fence }] };
    case 'closed':
      return stay(adoption.state === 'lost' && adoption.reason === 'fenced' ? UNKNOWN : adoption);
  }
}

type Holding = Extract<Adoption, { fence: number }>;

export function holds(adoption: Adoption): adoption is Holding {
  return adoption.state === 'recovering' || adoption.state === 'live' || adoption.state === 'draining';
}

function seen(
  adoption: Adoption,
  { free, rank }: Extract<AdoptionEvent, { type: 'seen' }>,
  nowMs: number,
  stopping: boolean,
): AdoptionStep {
  if (adoption.state === 'free') {
    if (!free) return stay(UNKNOWN);
    const freeSinceMs = adoption.freeSinceMs ?? nowMs;
    const ourTurn = rank !== null && nowMs >= freeSinceMs + rank * CLAIM_TURN_MS;
    if (stopping || !ourTurn) return stay({ state: 'free', freeSinceMs });
    return { adoption: { state: 'claiming' }, effects: [{ type: 'claim' }] };
  }
  if (adoption.state === 'live') {
    if (rank === null || rank === 0) return stay({ ...adoption, elsewhereSinceMs: null });
    const elsewhereSinceMs = adoption.elsewhereSinceMs ?? nowMs;
    if (nowMs < elsewhereSinceMs + BELONGS_ELSEWHERE_MS) return stay({ ...adoption, elsewhereSinceMs });
    return drain(adoption.fence, true);
  }
  return stay(adoption);
}

function claimed(adoption: Adoption, fence: number | null, stopping: boolean): AdoptionStep {
  if (adoption.state !== 'claiming') return stay(adoption);
  if (fence === null) return stay(UNKNOWN);
  if (stopping) return { adoption: UNKNOWN, effects: [{ type: 'release', fence }] };
  return { adoption: { state: 'recovering', fence }, effects: [{ type: 'open', fence }] };
}

function drain(fence: number, playedOut: boolean): AdoptionStep {
  return { adoption: { state: 'draining', fence }, effects: [{ type: 'drain', playedOut }] };
}

function lose(reason: 'fenced' | 'fault'): AdoptionStep {
  return { adoption: { state: 'lost', reason }, effects: reason === 'fenced' ? [{ type: 'close' }] : [] };
}

function stay(adoption: Adoption): AdoptionStep {
  return { adoption, effects: [] };
}
