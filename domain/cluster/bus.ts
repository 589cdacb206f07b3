import type { JsonValue } from '../canonicalJson.ts';

/**
 * How the processes of one cluster tell each other things. Truth is always in the database: a message is news or a
 * wake-up, and who depends on it also reads again in `onGap` and every few seconds.
 */
export interface Bus {
  /** Of this process start; the same as the owner that it takes leases as. */
  readonly memberId: string;
  /**
   * Best effort, to all other members, in order; not to oneself. Of any size: the bus splits it. Never throws, and
   * keeps nothing of `message`.
   */
  publish(channel: string, message: JsonValue): void;
  /** Returns the function that ends it. */
  subscribe(channel: string, listener: (message: JsonValue, fromMemberId: string) => void): () => void;
  /** Called when messages may have been missed: what they would have told has to be read again. */
  onGap(listener: () => void): () => void;
  close(): Promise<void>;
}
