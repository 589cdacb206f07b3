import { setTimeout as pause } from 'node:timers/promises';
import { isTransient } from '../../client/sdk/errors.ts';
import { Fairground, FairgroundError } from '../../client/sdk/index.ts';

/** A new player. On a loaded machine the server may say that it can't just now: then once more, as a person would. */
export async function newGuest(url: string): Promise<Fairground> {
  const fairground = new Fairground({ url });
  for (;;) {
    try {
      await fairground.guest({ ageConfirmed: true });
      return fairground;
    } catch (error) {
      if (!(error instanceof FairgroundError) || !isTransient(error.code)) throw error;
      await pause(100);
    }
  }
}
