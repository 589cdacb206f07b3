import WebSocket from 'ws';

/** Bytes that a server process holds once its garbage is collected. */
export interface Memory {
  heapBytes: number;
  /** Of buffers and the like, which are not in the heap. */
  externalBytes: number;
  rssBytes: number;
}

/** Node's inspector of another process: the only way to have its garbage collected without a switch in it. */
export interface Inspector {
  memory(): Promise<Memory>;
  /** What an expression comes to in there; it must be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

/** @param url as the process printed it: `Debugger listening on ws://...` */
export async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('error', () => {});
  const waiting = new Map<number, PromiseWithResolvers<{ result?: { value?: string } }>>();
  let asked = 0;
  socket.on('message', (data) => {
    const { id, result } = JSON.parse(String(data)) as {
      id?: number;
      result: { result?: { value?: string } };
    };
    if (id !== undefined) waiting.get(id)?.resolve(result);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the process ended'));
  });
  function ask(method: string, params: object = {}) {
    const answer = Promise.withResolvers<{ result?: { value?: string } }>();
    asked += 1;
    waiting.set(asked, answer);
    socket.send(JSON.stringify({ id: asked, method, params }));
    return answer.promise;
  }
  async function evaluate<T>(expression: string): Promise<T> {
    const { result } = await ask('Runtime.evaluate', {
      expression: `JSON.stringify(${expression})`,
      returnByValue: true,
    });
    return JSON.parse(result!.value!) as T;
  }
  return {
    evaluate,
    async memory() {
      // What a first collection frees may let a second one free more.
      for (let times = 0; times < 3; times += 1) await ask('HeapProfiler.collectGarbage');
      const usage = await evaluate<NodeJS.MemoryUsage>('process.memoryUsage()');
      return { heapBytes: usage.heapUsed, externalBytes: usage.external, rssBytes: usage.rss };
    },
    close: () => socket.close(),
  };
}
