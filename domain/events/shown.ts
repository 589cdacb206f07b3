import { may, type Standing } from '../identity/permissions.ts';
import { type GameEvent, TOPICS, type Topic } from './event.ts';

/** Ids by which an event could be traced to who played it, or to what is not public. */
const TELLING_IDS = ['betId', 'gameId', 'matchId', 'sessionId'] as const;

const EVERYTHING: ReadonlySet<Topic> = new Set(TOPICS);
const PUBLIC: ReadonlySet<Topic> = new Set(TOPICS.filter((topic) => topic !== 'operator'));

/** What somebody of this standing may watch; `operator` is for staff (EV8). */
export function topicsFor(standing: Standing): ReadonlySet<Topic> {
  return may(standing, 'seeNames') ? EVERYTHING : PUBLIC;
}

/** Those of the asked topics that are not for this standing: asking for them is refused (EV8). */
export function beyond(topics: readonly Topic[], standing: Standing): Topic[] {
  const allowed = topicsFor(standing);
  return topics.filter((topic) => !allowed.has(topic));
}

/** The event as it is shown to those who may not see names (EV8): nobody in it, and ids that lead to nobody. */
export function withoutNames(event: GameEvent): GameEvent {
  const data: Record<string, unknown> = { ...event.data };
  for (const id of TELLING_IDS) if (id in data) data[id] = '';
  if ('jobId' in data && data.public !== true) data.jobId = '';
  if ('seats' in data) data.seats = [];
  return { ...event, player: null, data } as GameEvent;
}
