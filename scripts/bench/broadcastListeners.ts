import { once } from 'node:events';
import WebSocket from 'ws';
import { inParallel } from './players.ts';

/** First bytes of Colyseus' frames. */
const JOIN = 10;
const ROOM_DATA = 13;
/** Message type "broadcast", as it stands in the frame. */
const BROADCAST = Buffer.from([ROOM_DATA, 0xa9, ...Buffer.from('broadcast')]);

export interface ListenersOrder {
  url: string;
  tokens: string[];
}

/** When each listener had each broadcast so far: epoch milliseconds, one list a listener. */
export type ListenersReport = number[][];

/** Epoch milliseconds with a fraction: both processes run on one machine. */
const nowMs = () => performance.timeOrigin + performance.now();

/** A player's lobby socket on the bare wire: it shares the processors with what is measured, so it only looks. */
async function listen(url: string, token: string, heardAtMs: number[]): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/matchmake/joinOrCreate/lobby`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{}',
    });
    const seat = (await response.json()) as { processId: string; roomId: string; sessionId: string };
    // Busy: too many joins at once for this machine.
    if (response.status === 503) continue;
    if (!response.ok) throw new Error(`matchmaking: ${response.status} ${JSON.stringify(seat)}`);
    const address = `${url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        if (data.subarray(0, BROADCAST.length).equals(BROADCAST)) heardAtMs.push(nowMs());
        if (data[0] !== JOIN) return;
        socket.send(Buffer.from([JOIN]));
        resolve();
      });
    });
    return;
  }
}

const [order] = (await once(process, 'message')) as [ListenersOrder];
const heard: ListenersReport = order.tokens.map(() => []);
await inParallel(order.tokens.length, 10, (index) => listen(order.url, order.tokens[index]!, heard[index]!));
process.send!('joined');
process.on('message', () => process.send!(heard));
