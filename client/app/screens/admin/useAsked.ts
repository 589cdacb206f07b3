import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FairgroundError } from '../../../sdk/index.ts';

export interface Asked<T> {
  /** The latest answer; null before the first. */
  readonly value: ReadonlySignal<T | null>;
  /** Why the latest question failed; null when it did not. */
  readonly error: ReadonlySignal<FairgroundError | null>;
  again(): void;
}

/** An answer of the server, asked for on showing, when `about` changes, and (if told) every so often. */
export function useAsked<T>(ask: () => Promise<T>, about: string, everyMs?: number): Asked<T> {
  const value = useSignal<T | null>(null);
  const error = useSignal<FairgroundError | null>(null);
  const latest = useRef(ask);
  latest.current = ask;
  const turn = useRef(0);
  const again = () => {
    const mine = ++turn.current;
    latest.current().then(
      (answer) => {
        if (mine !== turn.current) return;
        value.value = answer;
        error.value = null;
      },
      (caught: unknown) => {
        if (mine === turn.current) error.value = asFairgroundError(caught);
      },
    );
  };
  useEffect(() => {
    value.value = null;
    again();
    const timer = everyMs ? setInterval(() => document.hidden || again(), everyMs) : undefined;
    return () => {
      clearInterval(timer);
      turn.current += 1;
    };
  }, [about]);
  return { value, error, again };
}

export function asFairgroundError(caught: unknown): FairgroundError {
  return caught instanceof FairgroundError ? caught : new FairgroundError('internal');
}
