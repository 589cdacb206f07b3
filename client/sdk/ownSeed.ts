import { bytesToHex } from '../../domain/fairness/sha256.ts';
import type { SeedsView } from '../../domain/games/seeds.ts';
import { FairgroundError } from './errors.ts';
import { Observable } from './signal.ts';

export interface SeedCalls {
  seeds(): Promise<SeedsView>;
  /** Sent once: a lost answer is followed by another look, not by another rotation. */
  rotate(clientSeed: string): Promise<SeedsView>;
}

const SEED_BYTES = 16;
const TRIES = 3;

export function randomClientSeed(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));
}

/** 1 to 64 printable ASCII characters, as the server takes them. */
export function isClientSeed(text: string): boolean {
  return /^[\x20-\x7e]{1,64}$/.test(text);
}

/**
 * Gives a player who has not played yet a client seed made on this device, by rotating (FAIRNESS F2): the server's
 * seed was fixed before, so neither side can choose the outcomes. Null: the player had its own, or has played.
 */
export async function ensureOwnSeed({ seeds, rotate }: SeedCalls): Promise<SeedsView | null> {
  for (let attempt = 1; ; attempt++) {
    const { chosenByPlayer, nonce } = await seeds();
    if (chosenByPlayer || nonce > 0) return null;
    try {
      return await rotate(randomClientSeed());
    } catch (error) {
      const lost = error instanceof FairgroundError && error.code === 'unreachable';
      if (!lost || attempt >= TRIES) throw error;
    }
  }
}

/** The own seeds of whoever plays through one `Fairground`. */
export class OwnSeeds {
  /** The seeds after a client seed was made here; null when that was not needed. */
  readonly made = new Observable<SeedsView | null>(null);
  readonly #calls: SeedCalls;
  #ready: { playerId: string; done: Promise<void> } | null = null;

  constructor(calls: SeedCalls) {
    this.#calls = calls;
  }

  /** Once for each player here; tried again with the next game if it failed. */
  ready(playerId: string): Promise<void> {
    if (this.#ready?.playerId === playerId) return this.#ready.done;
    const done = ensureOwnSeed(this.#calls).then(
      (made) => {
        if (made) this.made.set(made);
      },
      (error: unknown) => {
        this.#ready = null;
        throw error;
      },
    );
    this.#ready = { playerId, done };
    return done;
  }
}
