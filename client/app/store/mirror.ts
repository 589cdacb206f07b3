import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Readable } from '../../sdk/index.ts';

/** A value of the SDK as a signal, for as long as the page lives. */
export function mirror<T>(readable: Readable<T>): ReadonlySignal<T> {
  const mirrored = signal(readable.value);
  readable.subscribe((value) => {
    mirrored.value = value;
  });
  return mirrored;
}

/** The same for as long as the component lives. */
export function useReadable<T>(readable: Readable<T>): ReadonlySignal<T> {
  const mirrored = useSignal(readable.value);
  useEffect(() => {
    mirrored.value = readable.value;
    return readable.subscribe((value) => {
      mirrored.value = value;
    });
  }, [readable]);
  return mirrored;
}
