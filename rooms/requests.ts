import { type Client, CloseCode, type MessageContext, type Room, ServerError } from '@colyseus/core';
import type { z } from 'zod';
import type { SignedIn } from '../domain/identity/logins.ts';
import type { Player } from '../domain/identity/port.ts';
import { ERRORS, type Failure, failure } from '../domain/protocol/errors.ts';
import { UNKNOWN_MESSAGE } from '../domain/rates/rates.ts';
import type { Result } from '../domain/result.ts';
import type { Asker, RoomPorts } from './ports.ts';

/** A signed-in client, or a spectator, and where it came from. */
export interface Seat extends Asker {
  player: SignedIn | null;
}

/** A kind of room, and what answering its requests takes. */
export interface Surroundings extends Pick<RoomPorts, 'log' | 'metrics' | 'rates' | 'standings'> {
  room: string;
}

export function surroundings(ports: RoomPorts, room: string): Surroundings {
  const { log, metrics, rates, standings } = ports;
  return { room, log, metrics, rates, standings };
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
 * A handler for `room.request(type, ...)`: whether there are too many (429), who asks (401), whether the message has its
 * shape (422), then the work. Answers with the value, or rejects with `{code, message, details}`; the connection stays.
 */
export function playerRequest<T, Answer>(
  around: Surroundings,
  type: string,
  shape: z.ZodType<T>,
  work: (player: Player, message: T, client: Client) => Promise<Result<Answer>>,
) {
  const limit = around.rates.message(around.room, type);
  return async function (
    this: Room | undefined,
    client: Client,
    message: unknown,
    context: MessageContext,
  ): Promise<unknown> {
    const startedMs = performance.now();
    const seat = seatOfClient(client);
    const limited = limit(seat);
    const result: Result<Answer> =
      limited === null
        ? await attempt(around, type, shape, work, client, message, this)
        : { ok: false, error: limited };
    const code = result.ok ? 'ok' : result.error.code;
    around.metrics.request(around.room, type, code, performance.now() - startedMs, seat);
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
  const seated = seatOfClient(client).player;
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

const NOBODY: Seat = { player: null, address: '' };

function seatOfClient(client: Client): Seat {
  return (client.auth as Seat | undefined) ?? NOBODY;
}

/** What a line of the log says of a room: its kind, its id, and its table where it has one. */
export function idsOf(kind: string, room: Pick<Room, 'roomId' | 'state'> | undefined): object {
  if (room === undefined) return { room: kind };
  const table = (room.state as { table?: string } | undefined)?.table;
  return { room: kind, roomId: room.roomId, ...(table === undefined ? {} : { table }) };
}

/** `time {}` -> `{nowMs}`: the server's clock, so that a client can draw the curve. Spectators may ask too. */
export function timeRequest(around: Surroundings, nowMs: () => number) {
  const limit = around.rates.message(around.room, 'time');
  return (client: Client, _message: unknown, context: MessageContext): unknown => {
    const seat = seatOfClient(client);
    const limited = limit(seat);
    if (limited === null) return { nowMs: nowMs() } satisfies TimeAnswer;
    around.metrics.request(around.room, 'time', limited.code, 0, seat);
    return context.reject(limited);
  };
}

interface TimeAnswer {
  nowMs: number;
}

/**
 * Requests of a type that the room does not know are answered with a code like any other; a plain
 * message of an unknown type still closes the connection. Colyseus has no hook for this: its registry
 * (exposed for its own playground) gets a fallback as its prototype, one for all rooms of a kind.
 */
export function unknownRequests({ room: kind, rates, metrics }: Surroundings): (room: Room) => void {
  const limit = rates.message(kind, UNKNOWN_MESSAGE);
  // A frame of bytes comes without a context: nobody waits for an answer to it.
  const unknown = (client: Client, _message: unknown, context?: MessageContext): unknown => {
    const seat = seatOfClient(client);
    const refused = limit(seat) ?? UNKNOWN;
    metrics.request(kind, UNKNOWN_MESSAGE, refused.code, 0, seat);
    if (context?.id !== undefined) return context.reject(refused);
    client.leave(CloseCode.WITH_ERROR, 'unknown message type');
    return undefined;
  };
  const handlers = [unknown];
  const fallback = new Proxy(
    {},
    { get: (_target, type) => (typeof type === 'string' ? handlers : undefined) },
  );
  return (room) => {
    const registry = (room as unknown as { onMessageEvents: { events: object } }).onMessageEvents.events;
    Object.setPrototypeOf(registry, fallback);
  };
}

const UNKNOWN = failure('invalid_request', { field: 'type', problem: 'unknown message type' });

/** A refusal during matchmaking, in Colyseus' own shape `{code, error}` with our code as `error`. */
export function refuseJoin(refused: Failure): never {
  throw new ServerError(ERRORS[refused.code].status, refused.code);
}
