import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const BINARY = 0x82;
const CLOSE = 0x8;

/** A server that an attack goes to, and the address that it comes from: another one than honest players'. */
export interface Front {
  host: string;
  port: number;
  from: string;
}

/** How a connection ended: by a websocket's close with its code, by an answer over HTTP, or by the bare end of TCP. */
export type End =
  | { type: 'closed'; code: number; reason: string }
  | { type: 'answered'; status: number }
  | { type: 'cut' };

/**
 * A websocket of an attacker's on bare TCP: bytes are laid out beforehand and sent as they are, since the attacker
 * shares the processors with what it attacks. It answers no ping.
 */
export class HostileSocket {
  readonly tcp: Socket;
  readonly ended: Promise<End>;
  /** True once the handshake of websockets was answered by one. */
  readonly upgraded: Promise<boolean>;
  onFrame: (payload: Buffer) => void = () => {};
  isUpgraded = false;
  #end: End = { type: 'cut' };
  #rest: Buffer = Buffer.alloc(0);
  #resolveUpgraded!: (is: boolean) => void;

  constructor({ host, port, from }: Front, path: string | null) {
    const upgraded = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<End>();
    this.upgraded = upgraded.promise;
    this.ended = ended.promise;
    this.#resolveUpgraded = upgraded.resolve;
    this.tcp = connect({ host, port, localAddress: from });
    if (path !== null) this.tcp.write(handshake(path));
    this.tcp.on('error', () => {});
    this.tcp.on('data', (data) => this.#read(data));
    this.tcp.on('close', () => {
      upgraded.resolve(false);
      ended.resolve(this.#end);
    });
  }

  get isOpen(): boolean {
    return !this.tcp.destroyed && this.#end.type === 'cut';
  }

  send(bytes: Uint8Array | string): void {
    if (this.isOpen) this.tcp.write(bytes);
  }

  cut(): void {
    this.tcp.destroy();
  }

  #read(data: Buffer): void {
    this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    if (!this.isUpgraded && !this.#readHead()) return;
    for (;;) {
      const length = frameLength(this.#rest);
      if (length === null || this.#rest.length < length.head + length.body) return;
      const opcode = this.#rest[0]! & 0x0f;
      const payload = this.#rest.subarray(length.head, length.head + length.body);
      this.#rest = this.#rest.subarray(length.head + length.body);
      if (opcode === CLOSE) {
        const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.#end = { type: 'closed', code, reason: payload.subarray(2).toString() };
        this.tcp.end();
      } else if (opcode === (BINARY & 0x0f)) this.onFrame(payload);
    }
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const status = Number(this.#rest.subarray(9, 12).toString('latin1'));
    if (status === 101) {
      this.isUpgraded = true;
      this.#rest = this.#rest.subarray(end + 4);
      this.#resolveUpgraded(true);
      return true;
    }
    this.#end = { type: 'answered', status };
    this.#rest = Buffer.alloc(0);
    return false;
  }
}

export function handshake(path: string): string {
  const key = randomBytes(16).toString('base64');
  return (
    `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
  );
}

/** A binary frame under a mask of zeros, which leaves its bytes as they are. */
export function frame(payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = length < 126 ? [BINARY, 0x80 | length] : [BINARY, 0xfe, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from(head), Buffer.alloc(4), payload]);
}

function frameLength(bytes: Buffer): { head: number; body: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  if (short < 126) return { head: 2, body: short };
  if (short === 126) return bytes.length < 4 ? null : { head: 4, body: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { head: 10, body: Number(bytes.readBigUInt64BE(2)) };
}
