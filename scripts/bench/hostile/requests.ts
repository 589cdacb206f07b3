import { Protocol } from '@colyseus/core';
import { Packr } from 'msgpackr';
import { frame } from './hostileSocket.ts';

const packr = new Packr({ useRecords: false });

/** MessagePack of a value, bytes of its own. */
export const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value));

/** A request to a room as Colyseus' SDK frames it, ready for the wire. */
export function request(id: number, type: string, payload: unknown): Buffer {
  return rawRequest(id, type, pack(payload));
}

/** With a payload that no honest client makes. */
export function rawRequest(id: number, type: string, payload: Uint8Array): Buffer {
  const name = Buffer.from(type);
  const head = [Protocol.ROOM_REQUEST, 0xcd, id & 0xff, id >> 8, 0xa0 | name.length];
  return frame(Buffer.concat([Uint8Array.from(head), name, payload]));
}
