import { UNPACED } from '../rates/pace.ts';
import { OPEN_DOOR } from './door.ts';
import { createAddressOf } from './peerAddress.ts';
import { createTurns } from './turns.ts';
import {
  BODY_TIMEOUT_MS,
  type FairgroundTransport,
  JOIN_TIMEOUT_MS,
  MAX_BACKPRESSURE_BYTES,
  type TransportEvents,
  type TransportOptions,
  type TransportSettings,
} from './types.ts';

const SILENT: TransportEvents = {
  connectionOpened() {},
  connectionClosed() {},
  slowClientCut() {},
  refused() {},
};

/**
 * Makes the transport that `kind` asks for: `auto` takes uWebSockets.js where it loads, else `ws`, and says so
 * in one line. (The modules are imported only when wanted: importing the uWebSockets.js one is what fails.)
 * @throws when `kind` is `uws` and uWebSockets.js does not load
 */
export async function createTransport(options: TransportOptions): Promise<FairgroundTransport> {
  const settings: TransportSettings = {
    logger: options.logger,
    maxBackpressureBytes: options.maxBackpressureBytes ?? MAX_BACKPRESSURE_BYTES,
    bodyTimeoutMs: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
    joinTimeoutMs: options.joinTimeoutMs ?? JOIN_TIMEOUT_MS,
    addressOf: createAddressOf(options.trustedProxies ?? []),
    door: options.door ?? OPEN_DOOR,
    pace: options.pace ?? UNPACED,
    takeReturn: options.takeReturn ?? (async () => null),
    events: options.events ?? SILENT,
    turn: createTurns(),
  };
  if (options.kind !== 'ws') {
    const reason = await whyNotUws();
    if (reason === null) {
      const { FairgroundUws } = await import('./uws.ts');
      return new FairgroundUws(settings);
    }
    const message = `uWebSockets.js does not load here (${reason})`;
    if (options.kind === 'uws') throw new Error(`${message}; set TRANSPORT to auto or ws`);
    options.logger.warn({ transport: 'ws' }, `${message}: serving with ws instead`);
  }
  const { FairgroundWs } = await import('./ws.ts');
  return new FairgroundWs(settings);
}

async function whyNotUws(): Promise<string | null> {
  try {
    await import('uWebSockets.js');
    return null;
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    return lines.at(-1)?.trim() || 'no reason given';
  }
}
