import type { LimitWish } from '../../domain/limits/limits.ts';
import type { RealityCheck } from '../../domain/limits/port.ts';
import type { PlayLimits } from '../../domain/limits/state.ts';
import type { Caller } from './caller.ts';

/** What a player limits themselves to. A stake over a limit is `limit_exceeded` with `details.limit`. */
export class PlayerLimits {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  get(): Promise<PlayLimits> {
    return this.#caller.asPlayer({ method: 'GET', path: '/api/me/limits' }, true);
  }

  /** What isn't named stays; null: no limit. Lower holds at once, higher after 24 hours. */
  set(wish: LimitWish): Promise<PlayLimits> {
    return this.#caller.asPlayer({ method: 'PUT', path: '/api/me/limits', body: wish }, true);
  }

  /** Nothing is staked for so many hours (1 to 720). A shorter pause than the one there is, is `invalid_request`. */
  pause(hours: number): Promise<PlayLimits> {
    return this.#caller.asPlayer({ method: 'POST', path: '/api/me/pause', body: { hours } }, true);
  }

  /** Nothing is staked for so many days (1 to 1,826). It can't be undone. */
  exclude(days: number): Promise<PlayLimits> {
    const body = { days, confirm: true };
    return this.#caller.asPlayer({ method: 'POST', path: '/api/me/exclusion', body }, true);
  }

  /** How long the player has been playing, and what came of it. */
  realityCheck(): Promise<RealityCheck> {
    return this.#caller.asPlayer({ method: 'GET', path: '/api/me/reality-check' }, true);
  }

  /** The player says to be of age, without which nothing can be staked (`age_unconfirmed`). */
  async confirmAge(): Promise<void> {
    await this.#caller.asPlayer({ method: 'POST', path: '/api/me/age', body: { confirmed: true } }, true);
  }
}
