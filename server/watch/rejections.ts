import type { Anomaly } from '../../domain/watch/port.ts';

const MINUTE_MS = 60_000;
/** A client with so many refused requests in a minute is not one that somebody plays with. */
export const MANY_REJECTED = 120;
/** Clients counted in one minute; of more, those that come later are not counted. */
const MOST_CLIENTS = 10_000;
/** Further codes of one client count as `other`. */
const MOST_CODES = 20;

export interface Rejections {
  /** A request was refused: by player, or by address where nobody is signed in. */
  refused(client: { playerId: string } | { address: string }, code: string, nowMs: number): void;
  /** Clients with many refusals whose count has changed since the last time. */
  take(): Anomaly[];
}

interface Counted {
  playerId: string | null;
  rejected: number;
  byCode: Map<string, number>;
}

/** Counts by the minute; members tell of their own, so a client that spreads itself needs more of them. */
export function countRejections(mostClients = MOST_CLIENTS): Rejections {
  let minuteAtMs = 0;
  const clients = new Map<string, Counted>();
  const told: Anomaly[] = [];
  const changed = new Set<string>();

  function tell(): void {
    for (const subject of changed) told.push(anomalyOf(subject, clients.get(subject)!, minuteAtMs));
    changed.clear();
  }

  return {
    refused(client, code, nowMs) {
      const minute = nowMs - (nowMs % MINUTE_MS);
      if (minute !== minuteAtMs) {
        tell();
        clients.clear();
        minuteAtMs = minute;
      }
      const playerId = 'playerId' in client ? client.playerId : null;
      const subject = 'playerId' in client ? client.playerId : client.address;
      let counted = clients.get(subject);
      if (counted === undefined) {
        if (clients.size >= mostClients) return;
        counted = { playerId, rejected: 0, byCode: new Map() };
        clients.set(subject, counted);
      }
      counted.rejected += 1;
      const known = counted.byCode.has(code) || counted.byCode.size < MOST_CODES;
      const name = known ? code : 'other';
      counted.byCode.set(name, (counted.byCode.get(name) ?? 0) + 1);
      if (counted.rejected >= MANY_REJECTED) changed.add(subject);
    },
    take() {
      tell();
      return told.splice(0);
    },
  };
}

function anomalyOf(subject: string, { playerId, rejected, byCode }: Counted, minuteAtMs: number): Anomaly {
  return {
    ...{ kind: 'rejected', subject, scope: String(minuteAtMs), amount: rejected, atMs: minuteAtMs },
    data: {
      minuteAtMs,
      byCode: Object.fromEntries(byCode),
      ...(playerId === null ? { address: subject } : {}),
    },
  };
}
