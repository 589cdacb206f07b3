import { NOW_MS } from './nowMs.ts';

/**
 * What whoever changes a player's ban, role or rank sets `standing_changed_at_ms` to: processes look for it. It rises
 * with each change, so that what is read later is never taken for what was there before.
 */
export const CHANGED_NOW_MS = `greatest(${NOW_MS}, standing_changed_at_ms + 1)`;
