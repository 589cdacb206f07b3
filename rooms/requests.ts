import { type Client, CloseCode, type MessageContext, type Room, ServerError } from '@colyseus/core';
import type { z } from 'zod';
import type { SignedIn } from '../domain/identity/logins.ts';
import type { Player } from '../domain/identity/port.ts';
import { ERRORS, type Failure, failure } from '../domain/protocol/errors.ts';
import type { Result } from '../domain/result.ts';
import type { Log, RoomMetrics, Standings } from './ports.ts';

/** A signed-in client, or a spectator. */
export interface Seat {
  player: SignedIn | null;
}

interface Surroundings {
  room: string;
  log: Log;
  metrics: RoomMetrics;
  standings: Standings;
}

/** Fields whose wrong type or value is `invalid_amount`; of all others it is `invalid_request`. */
const AMOUNT_FIELDS = new Set(['amountCoins', 'betCoins']);

/** The first thing wrong with a request, named by its field. */
export function shapeFailure(error: z.ZodError): Failure {
  const issue = error.issues[0]!;
  const field = issue.path.join('.');
  return failure(AMOUNT_FIELDS.has(field) ? 'invalid_amount' : 'invalid_request', {
    field: field === '' ? 'message' : field,
    problem: issue.message,
  });
}

/**
 * A handler for `room.request(type, ...)`: who asks (401), whether the message has its shape (422), then
 * the work. Answers with the value, or rejects with `{code, message, details}`; the connection stays.
 */
export function playerRequest<T, Answer>(
  around: Surroundings,
  type: string,
  shape: z.ZodType<T>,
  work: (player: Player, message: T, client: Client) => Promise<Result<Answer>>,
) {
  return async function (
    this: Room | undefined,
    client: Client,
    message: unknown,
    context: MessageContext,
  ): Promise<unknown> {
    const startedMs = performance.now();
    const result = await attempt(around, type, shape, work, client, message, this);
    const code = result.ok ? 'ok' : result.error.code;
    around.metrics.request(around.room, type, code, performance.now() - startedMs, playerIdOf(client));
    return result.ok ? result.value : context.reject(result.error);
  };
}

async function attempt<T, Answer>(
  around: Surroundings,
  type: string,
  shape: z.ZodType<T>,
  work: (player: Player, message: T, client: Client) => Promise<Result<Answer>>,
  client: Client,
  message: unknown,
  room: Room | undefined,
): Promise<Result<Answer>> {
  const seated = (client.auth as Seat | undefined)?.player;
  if (!seated) return { ok: false, error: failure('unauthorized') };
  const parsed = shape.safeParse(message);
  if (!parsed.success) return { ok: false, error: shapeFailure(parsed.error) };
  try {
    return await work(around.standings.current(seated), parsed.data, client);
  } catch (error) {
    const ids = { ...idsOf(around.room, room), playerId: seated.id };
    around.log.error({ err: error, ...ids, type, code: 'internal' }, 'a request met a bug');
    return { ok: false, error: failure('internal') };
  }
}

function playerIdOf(client: Client): string | null {
  return (client.auth as Seat | undefined)?.player?.id ?? null;
}

/** What a line of the log says of a room: its kind, its id, and its table where it has one. */
export function idsOf(kind: string, room: Pick<Room, 'roomId' | 'state'> | undefined): object {
  if (room === undefined) return { room: kind };
  const table = (room.state as { table?: string } | undefined)?.table;
  return { room: kind, roomId: room.roomId, ...(table === undefined ? {} : { table }) };
}

/** `time {}` -> `{nowMs}`: the server's clock, so that a client can draw the curve. Spectators may ask too. */
export function timeRequest(nowMs: () => number) {
  return (): { nowMs: number } => ({ nowMs: nowMs() });
}

/**
 * Requests of a type that the room does not know are answered with a code like any other; a plain
 * message of an unknown type still closes the connection. Colyseus has no hook for this: its registry
 * (exposed for its own playground) gets a fallback as its prototype.
 */
export function answerUnknownRequests(room: Room): void {
  const registry = (room as unknown as { onMessageEvents: { events: object } }).onMessageEvents.events;
  Object.setPrototypeOf(registry, FALLBACK);
}

/** One for all rooms. */
const UNKNOWN = [
  (client: Client, _message: unknown, context: MessageContext): unknown => {
    if (context.id === undefined) {
      client.leave(CloseCode.WITH_ERROR, 'unknown message type');
      return undefined;
    }
    return context.reject(failure('invalid_request', { field: 'type', problem: 'unknown message type' }));
  },
];
const FALLBACK = new Proxy({}, { get: (_target, type) => (typeof type === 'string' ? UNKNOWN : undefined) });

/** A refusal during matchmaking, in Colyseus' own shape `{code, error}` with our code as `error`. */
export function refuseJoin(refused: Failure): never {
  throw new ServerError(ERRORS[refused.code].status, refused.code);
}
