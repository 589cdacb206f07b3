import pg from 'pg';
import type { JsonValue } from '../domain/canonicalJson.ts';
import type { Bus } from '../domain/cluster/bus.ts';
import { asciiJson, FrameJoiner, framesOf } from './bus/frames.ts';

const NOTIFY_CHANNEL = 'fairground';
const NOTIFY = `select pg_notify('${NOTIFY_CHANNEL}', frame) from unnest($1::text[]) frame`;
const RETRY_AFTER_MS = 500;
/** A statement that is not answered in this time means that the connection is dead. */
const ANSWERS_WITHIN_MS = 5_000;
/** What waits while the database is away; the oldest goes first, and the others are told that there is a gap. */
const MAX_WAITING_CHARS = 4 * 1024 * 1024;

export interface BusOptions {
  url: string;
  memberId: string;
  /** The connection broke (it is made again), or a listener threw. */
  onError(error: unknown): void;
}

/**
 * The bus over PostgreSQL's LISTEN and NOTIFY, on a connection of its own. NOTIFY's commit takes a lock of the whole
 * server, so what is published while a statement is under way is the next statement: few and large.
 * @throws when the first connection can't be made
 */
export async function openBus({ url, memberId, onError }: BusOptions): Promise<Bus> {
  const listeners = new Map<string, Set<(message: JsonValue, fromMemberId: string) => void>>();
  const gapListeners = new Set<() => void>();
  const joiner = new FrameJoiner();
  /** Messages as `["channel",message]`, oldest first. */
  let waiting: string[] = [];
  let waitingChars = 0;
  let underway: string[] | null = null;
  let lastBatch = 0;
  let client: pg.Client | null = null;
  let sending: Promise<void> | null = null;
  let scheduled = false;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'fairground bus',
      connectionTimeoutMillis: 2_000,
      query_timeout: ANSWERS_WITHIN_MS,
      keepAlive: true,
      // News need not be durable: a commit that waits for no disk.
      options: '-c synchronous_commit=off',
    });
    const lost = (error?: Error) => {
      if (client !== fresh) return;
      client = null;
      if (error) onError(error);
      again();
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    fresh.on('notification', ({ payload }) => receive(payload ?? ''));
    joiner.forgetParts();
    try {
      await fresh.connect();
      await fresh.query(`listen ${NOTIFY_CHANNEL}`);
      client = fresh;
    } catch (error) {
      void fresh.end().catch(() => {});
      throw error;
    }
  }

  function again(): void {
    if (closed || retry !== undefined) return;
    retry = setTimeout(async () => {
      retry = undefined;
      try {
        await connect();
        if (closed) return void client?.end();
        tellGap();
        void send();
      } catch (error) {
        onError(error);
        again();
      }
    }, RETRY_AFTER_MS);
  }

  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  /** One statement at a time. A batch whose answer was lost is sent again under its number. */
  async function sendAll(): Promise<void> {
    while (client !== null) {
      underway ??= nextBatch();
      if (underway === null) return;
      const used: pg.Client = client;
      try {
        await used.query(NOTIFY, [underway]);
        underway = null;
      } catch (error) {
        if (client !== used) return;
        client = null;
        onError(error);
        void used.end().catch(() => {});
        again();
      }
    }
  }

  function nextBatch(): string[] | null {
    if (waiting.length === 0) return null;
    lastBatch += 1;
    const frames = framesOf(memberId, lastBatch, `[${waiting.join(',')}]`);
    waiting = [];
    waitingChars = 0;
    return frames;
  }

  function receive(frame: string): void {
    if (closed || frame.startsWith(memberId)) return;
    const arrival = joiner.add(frame);
    if (arrival?.text == null) return;
    if (arrival.gap) tellGap();
    for (const [channel, message] of JSON.parse(arrival.text) as [string, JsonValue][])
      for (const listener of listeners.get(channel) ?? []) guarded(() => listener(message, arrival.memberId));
  }

  function tellGap(): void {
    for (const listener of gapListeners) guarded(listener);
  }

  /** One listener's bug is not the others'. */
  function guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      onError(error);
    }
  }

  await connect();
  return {
    memberId,
    publish(channel, message) {
      if (closed) return;
      const text = asciiJson([channel, message]);
      waiting.push(text);
      waitingChars += text.length;
      if (waitingChars > MAX_WAITING_CHARS && waiting.length > 1) {
        while (waitingChars > MAX_WAITING_CHARS && waiting.length > 1)
          waitingChars -= waiting.shift()!.length;
        // A number that nobody ever sees: the others notice.
        lastBatch += 1;
      }
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        void send();
      });
    },
    subscribe(channel, listener) {
      // A wrapper of its own: the same function may listen twice.
      const own: typeof listener = (message, from) => listener(message, from);
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(own));
      return () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(channel) === set) listeners.delete(channel);
      };
    },
    onGap(listener) {
      const own = () => listener();
      gapListeners.add(own);
      return () => void gapListeners.delete(own);
    },
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(retry);
      // What was published before is still told, if the database is there.
      await send();
      const last = client;
      client = null;
      await last?.end().catch(() => {});
    },
  };
}
