import './finalization.ts';
// k6 finds modules by their path only, and there are no types beside this one.
// @ts-expect-error
import { Reflection } from '../node_modules/@colyseus/schema/build/index.mjs';
import type { StateReader } from './colyseus.ts';

/** Reads a room's state by the schema that the server sends along. */
export class SchemaState<State> implements StateReader {
  #decoder: { state: unknown; decode(bytes: Uint8Array, at: { offset: number }): unknown } | null = null;

  get value(): State | null {
    return (this.#decoder?.state as State | undefined) ?? null;
  }

  handshake(reflection: Uint8Array): void {
    this.#decoder = Reflection.decode(reflection as never, { offset: 0 }) as never;
  }

  state(body: Uint8Array): void {
    this.#decoder?.decode(body, { offset: 0 });
  }

  patch(body: Uint8Array): void {
    this.#decoder?.decode(body, { offset: 0 });
  }
}
