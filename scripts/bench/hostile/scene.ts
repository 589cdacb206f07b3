import http from 'node:http';
import { Protocol } from '@colyseus/core';
import { readFrame, type ServerFrame } from '../../../loadtest/colyseus/frames.ts';
import { type Front, HostileSocket } from './hostileSocket.ts';

/** Where an attack takes place, with what its attackers have: accounts of their own. */
export interface Scene extends Front {
  tokens: readonly string[];
  table: string;
  machine: string;
  /** Attacks that go on for a while do until then, by `performance.now()`. */
  untilMs: number;
}

/** What came back, counted by what it was. An attack throws where it got what is nobody's due. */
export type Outcome = Record<string, number>;

export type Attack = (scene: Scene) => Promise<Outcome>;

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a server says to an attacker
  body: any;
  /** The code of the catalogue; null for what is no refusal. */
  code: string | null;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/** Asks over HTTP, from the attackers' address. */
export function ask(
  { host, port, from }: Front,
  method: string,
  path: string,
  options: { body?: string; token?: string | undefined; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, token } = options;
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, localAddress: from, method, path, headers, agent },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.once('error', reject);
        response.once('end', () => {
          const status = response.statusCode ?? 0;
          const parsed = text === '' ? null : JSON.parse(text);
          const code = status < 400 ? null : (parsed?.error?.code ?? parsed?.error ?? 'none');
          resolve({ status, body: parsed, code });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

export interface Seat {
  processId: string;
  roomId: string;
  sessionId: string;
}

/** Null: refused, which `onRefusal` is told by the code of. */
export async function reserve(
  front: Front,
  method: string,
  room: string,
  options: object,
  token?: string,
  onRefusal: (code: string) => void = () => {},
): Promise<Seat | null> {
  const path = `/matchmake/${method}/${room}`;
  const { status, body, code } = await ask(front, 'POST', path, { body: JSON.stringify(options), token });
  if (status === 200) return body as Seat;
  onRefusal(code ?? String(status));
  return null;
}

export const seatPath = ({ processId, roomId, sessionId }: Seat, more = ''): string =>
  `/${processId}/${roomId}?sessionId=${sessionId}${more}`;

/** A socket in its seat: the handshake is acknowledged. */
export interface Seated {
  socket: HostileSocket;
  reconnectionToken: string;
  /** Answers to requests, by id. */
  answers: Map<number, Extract<ServerFrame, { type: 'response' }>>;
}

/** Null: it was not let in. */
export async function sit(front: Front, path: string): Promise<Seated | null> {
  const socket = new HostileSocket(front, path);
  const answers: Seated['answers'] = new Map();
  const joined = new Promise<string>((resolve) => {
    socket.onFrame = (payload) => {
      const read = readFrame(Uint8Array.from(payload).buffer, true, () => null);
      if (read.type === 'joined') resolve(read.reconnectionToken);
      if (read.type === 'response') answers.set(read.id, read);
    };
  });
  const reconnectionToken = await Promise.race([joined, socket.ended.then(() => null)]);
  if (reconnectionToken === null) return null;
  socket.send(JOIN);
  return { socket, reconnectionToken, answers };
}

const JOIN = Buffer.from([0x82, 0x81, 0, 0, 0, 0, Protocol.JOIN_ROOM]);

export function count(outcome: Outcome, what: string, by = 1): void {
  outcome[what] = (outcome[what] ?? 0) + by;
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Does it again and again until the attack is over, no oftener than so. */
export async function keepOn(untilMs: number, everyMs: number, act: () => Promise<void>): Promise<void> {
  for (let dueMs = performance.now(); performance.now() < untilMs; dueMs += everyMs) {
    await act();
    const restMs = dueMs + everyMs - performance.now();
    if (restMs > 0) await pause(restMs);
  }
}
