import { fail, ok, type Result } from '../result.ts';
import { type Audience, type BroadcastLevel, FURTHEST_AHEAD_MS, LONGEST_TEXT } from './broadcast.ts';

/** What an operator asks for. `startsAtMs` null: now. */
export interface BroadcastOrder {
  text: string;
  level: BroadcastLevel;
  audience: Audience;
  startsAtMs: number | null;
  expiresAtMs: number;
}

/** What there is to be told in: other names would reach nobody. */
export interface Addressable {
  rooms: readonly string[];
  tables: readonly string[];
}

/** The text without white space around it, or what is wrong with it. */
export function checkText(text: string): Result<string> {
  const trimmed = text.trim();
  // In characters as people count them: an emoji is one.
  const length = [...trimmed].length;
  if (length >= 1 && length <= LONGEST_TEXT) return ok(trimmed);
  return wrong('text', `must have 1 to ${LONGEST_TEXT} characters, not ${length}`);
}

/** Checks text, audience and times, in this order; the first thing wrong names its field. */
export function checkOrder(
  order: BroadcastOrder,
  to: Addressable,
  nowMs: number,
): Result<BroadcastOrder & { startsAtMs: number }> {
  const text = checkText(order.text);
  if (!text.ok) return text;
  const { audience, expiresAtMs } = order;
  if (audience.to === 'room' && !to.rooms.includes(audience.room))
    return wrong('audience.room', `must be one of ${to.rooms.join(', ')}`);
  if (audience.to === 'table' && !to.tables.includes(audience.table))
    return wrong('audience.table', `must be one of ${to.tables.join(', ')}`);
  const startsAtMs = order.startsAtMs ?? nowMs;
  if (startsAtMs > nowMs + FURTHEST_AHEAD_MS) return wrong('startsAtMs', 'lies more than 30 days ahead');
  if (expiresAtMs <= nowMs) return wrong('expiresAtMs', 'lies in the past');
  if (expiresAtMs > nowMs + FURTHEST_AHEAD_MS) return wrong('expiresAtMs', 'lies more than 30 days ahead');
  if (expiresAtMs <= startsAtMs) return wrong('expiresAtMs', 'must lie after startsAtMs');
  return ok({ ...order, text: text.value, startsAtMs });
}

function wrong(field: string, problem: string) {
  return fail('invalid_request', { field, problem });
}
