import http from 'k6/http';

/** A seat that a websocket may take, for about 15 s. */
export interface Seat {
  name: string;
  sessionId: string;
  roomId: string;
  processId: string;
  /** `host:port` or `host/path` of the process that has the room; left out where there is but one. */
  publicAddress?: string;
  reconnectionToken?: string;
}

export type Method = 'joinOrCreate' | 'create' | 'join' | 'joinById' | 'reconnect';

/** A refusal, by the server's own code; `unreachable` where nothing came back. */
export interface Refusal {
  code: string;
  message: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

/** Asks for a seat: `POST /matchmake/{method}/{room name or id}`. */
export async function reserve(
  url: string,
  method: Method,
  room: string,
  options: Record<string, unknown>,
  token: string | null,
): Promise<Answer<Seat>> {
  const response = await http.asyncRequest(
    'POST',
    `${url}/matchmake/${method}/${encodeURIComponent(room)}`,
    JSON.stringify(options),
    {
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      tags: { name: `/matchmake/${method}` },
      responseCallback: ANY_STATUS,
    },
  );
  if (response.status === 0) return refused('unreachable', response.error);
  const body = response.json() as Partial<Seat> & { code?: number; error?: string };
  if (response.status !== 200 || body.error !== undefined)
    return refused(String(body.error), String(body.code));
  return { ok: true, value: body as Seat };
}

/** A refusal is an answer: it is counted by its code, not as a failed request. */
const ANY_STATUS = http.expectedStatuses({ min: 200, max: 599 });

export function refused(code: string, message: string): { ok: false; error: Refusal } {
  return { ok: false, error: { code, message } };
}

/** Where the seat's websocket is; `wss:` where the server is asked by https. */
export function socketUrl(url: string, seat: Seat): string {
  const scheme = url.startsWith('https:') ? 'wss' : 'ws';
  const host = seat.publicAddress ?? url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const again =
    seat.reconnectionToken === undefined
      ? ''
      : `&reconnectionToken=${encodeURIComponent(seat.reconnectionToken)}&skipHandshake=true`;
  return `${scheme}://${host}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}${again}`;
}
