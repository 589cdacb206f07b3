import { once } from 'node:events';
import WebSocket from 'ws';
import { inParallel } from './players.ts';

/** What the benchmark asks of its watchers, who are a process of their own: `join` and `leave`, in turn. */
export interface WatchersOrder {
  url: string;
  watchers: number;
}

export interface WatchersReport {
  /** Messages `event` of the watcher that got the fewest, and of all. */
  fewestFrames: number;
  frames: number;
  /** The sum of what messages of any kind took on the wire. */
  bytes: number;
}

const JOIN = 10;
const DATA = 13;
/** After the opcode stands the message's name: `event` is a text of 5. */
const EVENT = Buffer.from([0xa5, ...Buffer.from('event')]);

const [order] = (await once(process, 'message')) as [WatchersOrder];
let sockets: WebSocket[] = [];
let framesOf: number[] = [];
let bytes = 0;

async function join(index: number): Promise<WebSocket> {
  const response = await fetch(`${order.url}/matchmake/joinOrCreate/monitor`, { method: 'POST', body: '{}' });
  const seat = (await response.json()) as { processId: string; roomId: string; sessionId: string };
  if (!response.ok) throw new Error(`matchmaking: ${response.status} ${JSON.stringify(seat)}`);
  const address = `${order.url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  framesOf[index] = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      bytes += data.length;
      // Nothing is decoded: who watches here takes from the processors that are measured.
      if (data[0] === DATA && EVENT.equals(data.subarray(1, 1 + EVENT.length))) framesOf[index]! += 1;
      if (data[0] !== JOIN) return;
      socket.send(Buffer.from([JOIN]));
      resolve();
    });
  });
  return socket;
}

process.on('message', async (what: 'join' | 'leave') => {
  if (what === 'join') {
    [framesOf, bytes] = [new Array<number>(order.watchers).fill(0), 0];
    sockets = await inParallel(order.watchers, 10, join);
    process.send!('joined');
    return;
  }
  for (const socket of sockets) socket.terminate();
  sockets = [];
  const report: WatchersReport = {
    fewestFrames: Math.min(...framesOf),
    frames: framesOf.reduce((sum, frames) => sum + frames, 0),
    bytes,
  };
  process.send!(report);
});
process.send!('ready');
