import {
  type Adoption,
  type AdoptionEffect,
  type AdoptionEvent,
  adopt,
  UNKNOWN,
} from '../../../domain/cluster/adoption.ts';

/** One table and one member, event by event: `at` is the instant, in milliseconds. */
export function adopting(stopping = false) {
  let adoption: Adoption = UNKNOWN;
  const run = (at: number, event: AdoptionEvent): AdoptionEffect[] => {
    const step = adopt(adoption, event, at, stopping);
    adoption = step.adoption;
    return step.effects;
  };
  return {
    get state() {
      return adoption.state;
    },
    get adoption() {
      return adoption;
    },
    stop() {
      stopping = true;
      return run(0, { type: 'stopping' });
    },
    free: (at: number, rank: number | null = 0) => run(at, { type: 'seen', free: true, rank }),
    taken: (at: number, rank: number | null = 0) => run(at, { type: 'seen', free: false, rank }),
    claimed: (fence: number | null) => run(0, { type: 'claimed', fence }),
    tell: (type: 'playing' | 'fenced' | 'faulted' | 'drained' | 'closed') => run(0, { type }),
    /** Straight to a live table under fence 1. */
    live() {
      run(0, { type: 'seen', free: true, rank: 0 });
      run(0, { type: 'claimed', fence: 1 });
      run(0, { type: 'playing' });
    },
  };
}
