import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long TCP waits for what a packet lost before it sends it again. */
const RESENT_AFTER_MS = 400;

/** A line between browsers and a server that does to them what lines do. */
export interface BadLine {
  readonly url: string;
  /** Each way takes so long; of so many chunks (0 to 1) a packet is lost, so that they and all behind them come later. */
  slow(oneWayMs: number, lost: number): void;
  /** What the server sends is kept back from now on. */
  hold(): void;
  /** What the browser sends comes nowhere from now on. */
  mute(): void;
  /** Breaks every connection and takes no other; what was kept back is gone. */
  cut(): void;
  /** Nothing passes any more, and nobody is told. */
  silence(): void;
  /** A line again, without any of the above. */
  mend(): void;
  /** Chunks that came from browsers over websockets and were passed on. */
  readonly passedUp: number;
  close(): Promise<void>;
}

interface Passage {
  ends: readonly [Socket, Socket];
}

export async function badLine(serverPort: number): Promise<BadLine> {
  const passages = new Set<Passage>();
  let isCut = false;
  let holdsUp = false;
  let holdsDown = false;
  let delay = { oneWayMs: 0, lost: 0 };
  let chunks = 0;
  let passedUp = 0;

  const server = createServer((browser) => {
    if (isCut) {
      browser.resetAndDestroy();
      return;
    }
    const upstream = tcpConnect(serverPort, '127.0.0.1');
    const passage = { ends: [browser, upstream] as const };
    passages.add(passage);
    pass(browser, upstream, () => holdsUp, true);
    pass(upstream, browser, () => holdsDown, false);
    const over = () => {
      passages.delete(passage);
      browser.destroy();
      upstream.destroy();
    };
    for (const end of passage.ends) end.on('close', over).on('error', over).setNoDelay(true);
  });

  function pass(from: Socket, to: Socket, isHeld: () => boolean, isUp: boolean): void {
    let before: Promise<unknown> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      // What is held back never comes: a line that is mended begins anew.
      if (isHeld()) return;
      const { oneWayMs, lost } = delay;
      chunks += 1;
      // Spread evenly, so that every run has the same.
      const isLost = lost > 0 && chunks % Math.round(1 / lost) === 0;
      const due = sleep(oneWayMs + (isLost ? RESENT_AFTER_MS : 0));
      before = Promise.all([before, due]).then(() => {
        if (isUp) passedUp += 1;
        if (!to.destroyed) to.write(chunk);
      });
    });
    from.on('end', () => void before.then(() => to.end()));
  }

  function breakAll(): void {
    for (const { ends } of passages) for (const end of ends) end.resetAndDestroy();
    passages.clear();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    slow(oneWayMs, lost) {
      delay = { oneWayMs, lost };
    },
    hold() {
      holdsDown = true;
    },
    mute() {
      holdsUp = true;
    },
    cut() {
      isCut = true;
      breakAll();
    },
    silence() {
      holdsUp = true;
      holdsDown = true;
    },
    mend() {
      // A chunk that was held back leaves a gap that no connection survives.
      if (holdsUp || holdsDown) breakAll();
      isCut = false;
      holdsUp = false;
      holdsDown = false;
      delay = { oneWayMs: 0, lost: 0 };
    },
    get passedUp() {
      return passedUp;
    },
    close() {
      breakAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
