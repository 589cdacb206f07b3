import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';

/** First bytes of Colyseus' frames. */
const JOIN = 10;
const REQUEST = 21;
const RESPONSE = 22;
const UUID_LENGTH = 36;

/**
 * A player's socket in a slots room, on the bare wire: one request under way at a time, as bytes laid out
 * beforehand. The generator shares the processors with what it measures, so it has to be cheap.
 */
export class RawSpinner {
  readonly #socket: WebSocket;
  readonly #frame: Buffer;
  readonly #keyAt: number;
  #answered: PromiseWithResolvers<void> | null = null;

  private constructor(socket: WebSocket, betCoins: number) {
    this.#socket = socket;
    // Request 1, type "spin", {key: text of 36, betCoins: uint32}.
    const head = Buffer.from([
      REQUEST,
      1,
      0xa4,
      ...Buffer.from('spin'),
      0x82,
      0xa3,
      ...Buffer.from('key'),
      0xd9,
      UUID_LENGTH,
    ]);
    const tail = Buffer.from([0xa8, ...Buffer.from('betCoins'), 0xce, 0, 0, 0, 0]);
    tail.writeUInt32BE(betCoins, tail.length - 4);
    this.#keyAt = head.length;
    this.#frame = Buffer.concat([head, Buffer.alloc(UUID_LENGTH), tail]);
    socket.on('message', (data: Buffer) => this.#received(data));
    socket.on('close', (code) => this.#answered?.reject(new Error(`the socket closed with ${code}`)));
  }

  static async join(url: string, token: string, machine: string, betCoins: number): Promise<RawSpinner> {
    const response = await fetch(`${url}/matchmake/create/slots`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ machine }),
    });
    const seat = (await response.json()) as { processId: string; roomId: string; sessionId: string };
    if (!response.ok) throw new Error(`matchmaking: ${response.status} ${JSON.stringify(seat)}`);
    const address = `${url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        if (data[0] !== JOIN) return;
        socket.send(Buffer.from([JOIN]));
        resolve();
      });
    });
    return new RawSpinner(socket, betCoins);
  }

  /** Resolves with the answer of one spin; throws what refused it. */
  spin(): Promise<void> {
    this.#frame.write(randomUUID(), this.#keyAt, 'latin1');
    this.#answered = Promise.withResolvers();
    this.#socket.send(this.#frame);
    return this.#answered.promise;
  }

  #received(data: Buffer): void {
    if (data[0] !== RESPONSE) return;
    const answered = this.#answered!;
    this.#answered = null;
    if (data[2] === 0) answered.resolve();
    else answered.reject(new Error(`a spin was refused: ${data.subarray(3).toString('latin1')}`));
  }
}
