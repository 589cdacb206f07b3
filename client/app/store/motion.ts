import { signal } from '@preact/signals';

const query = matchMedia('(prefers-reduced-motion: reduce)');

/** The person asked the system for less motion: results are shown without spinning and flying. */
export const reducedMotion = signal(query.matches);

query.addEventListener('change', ({ matches }) => {
  reducedMotion.value = matches;
});
