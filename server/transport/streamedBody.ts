import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { startLateness } from './lateness.ts';
import { STREAM_WITHIN_MS } from './types.ts';

/** So much of a body may wait to be read; then its sender has to wait too. */
const MOST_WAITING_BYTES = 1_048_576;
/** So much has to arrive in the time that another route's whole body has (uWebSockets.js asks for the same). */
export const PACE_BYTES = 160 * 1024;

/** Why a streamed body ends before its end; what reads it is thrown this. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  /** `gone`: the client left. */
  readonly code: Extract<ErrorCode, 'payload_too_large' | 'request_timeout'> | 'gone';

  constructor(code: BodyError['code']) {
    super(`the body ended early: ${code}`);
    this.code = code;
  }
}

export interface StreamedBody {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Bytes that arrived; ours from now on. */
  push(chunk: Uint8Array<ArrayBuffer>): void;
  end(): void;
  /** The client is gone. */
  abort(): void;
  /**
   * Lets what is still to come arrive unread, within the same bounds: most clients look at an answer only after
   * they have sent everything. True when all has arrived.
   */
  drained(): Promise<boolean>;
}

interface Flow {
  pause(): void;
  resume(): void;
}

/** A body that is handed on while it arrives: bounded in size, pace and time, and paused when nobody keeps up. */
export function streamedBody(
  { maxBytes, paceMs }: { maxBytes: number; paceMs: number },
  flow: Flow,
  onRefused: (code: string) => void,
): StreamedBody {
  const ended = Promise.withResolvers<boolean>();
  let controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  let isOpen = true;
  let isRead = true;
  let isPaused = false;
  let bytes = 0;
  let sincePace = 0;
  let pace: ReturnType<typeof startLateness> | undefined;
  const deadline = setTimeout(() => refuse('request_timeout'), STREAM_WITHIN_MS);

  function close(isWhole: boolean): void {
    isOpen = false;
    pace?.stop();
    clearTimeout(deadline);
    // The connection outlives this body: left paused, it would never bring the next request.
    if (isPaused) flow.resume();
    ended.resolve(isWhole);
  }

  function refuse(code: BodyError['code']): void {
    if (!isOpen) return;
    close(false);
    if (code !== 'gone') onRefused(code);
    if (isRead) controller.error(new BodyError(code));
  }

  function expectMore(): void {
    pace?.stop();
    sincePace = 0;
    pace = startLateness(paceMs, () => refuse('request_timeout'));
  }

  function goOn(): void {
    if (!isPaused || !isOpen) return;
    isPaused = false;
    expectMore();
    flow.resume();
  }

  function stopReading(): void {
    isRead = false;
    goOn();
  }

  expectMore();
  return {
    stream: new ReadableStream(
      {
        start(made) {
          controller = made;
        },
        pull: goOn,
        cancel: stopReading,
      },
      { highWaterMark: MOST_WAITING_BYTES, size: (chunk) => chunk.length },
    ),
    push(chunk) {
      if (!isOpen) return;
      bytes += chunk.length;
      sincePace += chunk.length;
      if (bytes > maxBytes) return refuse('payload_too_large');
      if (sincePace >= PACE_BYTES) expectMore();
      if (!isRead || chunk.length === 0) return;
      controller.enqueue(chunk);
      if ((controller.desiredSize ?? 0) > 0) return;
      isPaused = true;
      // Who waits for us can't be late.
      pace?.stop();
      flow.pause();
    },
    end() {
      if (!isOpen) return;
      close(true);
      if (isRead) controller.close();
    },
    abort: () => refuse('gone'),
    drained() {
      stopReading();
      return ended.promise;
    },
  };
}
