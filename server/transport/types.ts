import type { Transport } from '@colyseus/core';
import type { Logger } from '../logger.ts';
import type { Pace } from '../rates/pace.ts';
import type { Door } from './door.ts';
import type { Return } from './returning.ts';

/** Who is at the other end: the socket's address, or what a trusted proxy says it is. */
export interface Peer {
  address: string;
}

/** All HTTP goes to one of these, on both transports. It must not reject. */
export type HttpHandler = (request: Request, peer: Peer) => Promise<Response>;

/** How many bytes a route takes while they arrive; null: as all others, at most 8 KiB, read before it is asked. */
export type StreamedRoutes = (method: string, path: string) => number | null;

/** What a transport tells the metrics. */
export interface TransportEvents {
  connectionOpened(): void;
  connectionClosed(): void;
  /** A client was cut because it did not read what it was sent. */
  slowClientCut(): void;
  /** A socket, an upgrade or a body was refused with this code. */
  refused(code: string): void;
}

export interface TransportOptions {
  kind: 'auto' | 'uws' | 'ws';
  logger: Logger;
  /** A client whose unsent backlog exceeds this is cut; it resyncs when it comes back. */
  maxBackpressureBytes?: number;
  /** Addresses and subnets whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  /** How long a body may take to arrive. */
  bodyTimeoutMs?: number;
  /** How long a client may take to say that it has read the room's handshake. */
  joinTimeoutMs?: number;
  /** Without one everybody may connect. */
  door?: Door;
  /** Without one nobody waits for others of the same address. */
  pace?: Pace;
  /** Without one a reconnection token is all that coming back takes. */
  takeReturn?: Return;
  events?: TransportEvents;
}

/** The options with their defaults, as the two transports take them. */
export interface TransportSettings {
  logger: Logger;
  maxBackpressureBytes: number;
  bodyTimeoutMs: number;
  joinTimeoutMs: number;
  addressOf: (remoteAddress: string, header: (name: string) => string | undefined) => string;
  door: Door;
  pace: Pace;
  takeReturn: Return;
  events: TransportEvents;
  /** Spreads what arrives together (`turns.ts`). */
  turn: () => Promise<void> | undefined;
}

/** A Colyseus transport that serves all HTTP through one handler and listens exclusively. */
export interface FairgroundTransport extends Transport {
  readonly kind: 'uws' | 'ws';
  /** The port it listens on; 0 before `listen` has called back. */
  readonly port: number;
  attachHttp(handler: HttpHandler, streamed?: StreamedRoutes): void;
}

export const MAX_FRAME_BYTES = 16 * 1024;
export const MAX_BACKPRESSURE_BYTES = 256 * 1024;
/**
 * Every route takes JSON of at most this, but those of `StreamedRoutes`: it is read from anybody, and large buffers in
 * numbers make the garbage collector stop the process.
 */
export const MAX_BODY_BYTES = 8 * 1024;
export const BODY_TIMEOUT_MS = 10_000;
export const JOIN_TIMEOUT_MS = 20_000;
/** How long a streamed body may take as a whole. */
export const STREAM_WITHIN_MS = 15 * 60_000;
/** How long what is still open may go on after `shutdown`. */
export const SHUTDOWN_GRACE_MS = 1_000;
