import { DAY_MS, dayOf } from './periods.ts';

/** Who does not play for so long begins a new session. */
export const NEW_SESSION_AFTER_MS = 15 * 60_000;

/** A stretch of time in which a player played. Epoch ms. */
export interface PlayedSpan {
  fromMs: number;
  toMs: number;
}

/** A stretch of play with no longer break than `NEW_SESSION_AFTER_MS`, over all games and devices. */
export interface PlaySession {
  startedAtMs: number;
  playedMs: number;
  /** Up to here everything is counted. */
  untilMs: number;
}

/** What a player who never played has. */
export const NEVER_PLAYED: PlaySession = { startedAtMs: 0, playedMs: 0, untilMs: 0 };

/** The session after this span, and what the span adds to each UTC day: what was counted already adds nothing (RG8). */
export function countSpan(
  session: PlaySession,
  { fromMs, toMs }: PlayedSpan,
): { session: PlaySession; days: { day: number; playedMs: number }[] } {
  if (toMs <= session.untilMs) return { session, days: [] };
  const from = Math.max(fromMs, session.untilMs);
  const playedMs = toMs - from;
  const isNew = from - session.untilMs >= NEW_SESSION_AFTER_MS;
  const days: { day: number; playedMs: number }[] = [];
  for (let at = from; at < toMs; ) {
    const end = Math.min(toMs, (dayOf(at) + 1) * DAY_MS);
    days.push({ day: dayOf(at), playedMs: end - at });
    at = end;
  }
  return {
    session: isNew
      ? { startedAtMs: from, playedMs, untilMs: toMs }
      : { ...session, playedMs: session.playedMs + playedMs, untilMs: toMs },
    days,
  };
}
