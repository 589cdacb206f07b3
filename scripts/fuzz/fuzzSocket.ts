import { createConnection, type Socket } from 'node:net';
import WebSocket from 'ws';
import { readFrame } from '../../loadtest/colyseus/frames.ts';
import { PING_FRAME } from './frames.ts';
import { short, wrongClose, wrongFrame } from './judge.ts';

const ANSWERS_WITHIN_MS = 20_000;
/** A server waits for 20 s for those who don't say that they have joined. */
const SEATED_WITHIN_MS = 40_000;

/** What a case tells of: what was sent, and what was wrong with what came back. */
export interface Report {
  sent(bytes: Uint8Array): void;
  wrong(what: string): void;
}

/** A websocket that sends what no client would, and judges what it is answered. */
export class FuzzSocket {
  readonly #socket: WebSocket;
  readonly #tcp: Socket;
  readonly #report: Report;
  readonly closed: Promise<void>;
  /** The seat is taken: the handshake came. */
  readonly seated: Promise<boolean>;
  reconnectionToken: string | null = null;
  #pong: (() => void) | null = null;

  constructor(url: string, report: Report) {
    const { hostname, port } = new URL(url);
    const tcp = createConnection({ host: hostname, port: Number(port) });
    this.#tcp = tcp;
    const socket = new WebSocket(url, {
      ...{ perMessageDeflate: false, handshakeTimeout: ANSWERS_WITHIN_MS },
      createConnection: () => tcp,
    });
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#report = report;
    const seated = Promise.withResolvers<boolean>();
    const closed = Promise.withResolvers<void>();
    this.seated = seated.promise;
    this.closed = closed.promise;
    const late = setTimeout(() => {
      report.wrong(`neither a seat nor a close within ${SEATED_WITHIN_MS} ms`);
      this.cut();
    }, SEATED_WITHIN_MS);
    void seated.promise.then(() => clearTimeout(late));
    socket.on('message', (data: ArrayBuffer) => this.#read(data, seated.resolve));
    socket.on('error', () => {});
    socket.on('close', (code, reason) => {
      const wrong = wrongClose(code, reason.toString());
      if (wrong !== null) report.wrong(wrong);
      seated.resolve(false);
      closed.resolve();
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  async opened(): Promise<boolean> {
    if (this.#socket.readyState === WebSocket.CONNECTING)
      await Promise.race([new Promise((resolve) => this.#socket.once('open', resolve)), this.closed]);
    return this.isOpen;
  }

  /** All that is sent meanwhile leaves in one piece: a system call for each frame would be most of the time. */
  atOnce(send: () => void): void {
    this.#tcp.cork();
    send();
    this.#tcp.uncork();
  }

  send(bytes: Uint8Array): void {
    if (!this.isOpen) return;
    this.#report.sent(bytes);
    this.#socket.send(bytes);
  }

  sendText(text: string): void {
    if (!this.isOpen) return;
    this.#report.sent(Buffer.from(text));
    this.#socket.send(text);
  }

  /** Until the server has handled what was sent: it pongs, or has closed. A server that does neither is wrong. */
  async handled(): Promise<void> {
    if (!this.isOpen) return;
    const pong = new Promise<void>((resolve) => {
      this.#pong = resolve;
    });
    this.#socket.send(PING_FRAME);
    let late: NodeJS.Timeout | undefined;
    const lateness = new Promise<void>((resolve) => {
      late = setTimeout(() => {
        this.#report.wrong(`neither a pong nor a close within ${ANSWERS_WITHIN_MS} ms`);
        resolve();
      }, ANSWERS_WITHIN_MS);
    });
    await Promise.race([pong, this.closed, lateness]);
    clearTimeout(late);
  }

  /** Without a word. */
  cut(): void {
    this.#socket.terminate();
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  #read(data: ArrayBuffer, seated: (is: boolean) => void): void {
    try {
      const frame = readFrame(data, true);
      if (frame.type === 'pong') this.#pong?.();
      if (frame.type === 'joined') {
        this.reconnectionToken = frame.reconnectionToken;
        seated(true);
      }
      const wrong = wrongFrame(frame);
      if (wrong !== null) this.#report.wrong(wrong);
    } catch (error) {
      const bytes = Buffer.from(data).toString('hex');
      this.#report.wrong(`a frame that can't be read (${(error as Error).message}): ${short(bytes)}`);
    }
  }
}
