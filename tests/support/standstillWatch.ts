import { writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector/promises';
import { workerData } from 'node:worker_threads';

/** Nothing in the tests computes this long in one go, on any machine. */
const LONGEST_MS = 60_000;
/** How long the stack may take. */
const SAYS_WITHIN_MS = 5_000;
const STDERR = 2;

const beats: Int32Array = workerData;
let seen = -1;

setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now === seen) void sayAndEnd();
  seen = now;
}, LONGEST_MS);

async function sayAndEnd(): Promise<void> {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), SAYS_WITHIN_MS);
  const session = new Session();
  session.connectToMainThread();
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
  session.on('Debugger.paused', ({ params }) => {
    const stack = params.callFrames.map((frame) => lineOf(frame, urls)).join('\n');
    writeSync(STDERR, `the event loop of a test has stood still for ${LONGEST_MS / 1_000} s:\n${stack}\n`);
    process.kill(process.pid, 'SIGKILL');
  });
  await session.post('Debugger.enable');
  await session.post('Debugger.pause');
}

function lineOf({ functionName, location }: Debugger.CallFrame, urls: Map<string, string>): string {
  return `    at ${functionName || '<anonymous>'} (${urls.get(location.scriptId)}:${location.lineNumber + 1})`;
}
