import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

/** What was compiled is kept from start to start: a sixth of what a server's start takes. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled');
/** How often it is looked whether npm is still there. */
const LOOK_EVERY_MS = 200;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program of ours in place of this process: the same input and output, signals passed on, the same
 * end. (Node cannot replace its own process before version 23.)
 * @param {string} node the Node to run it with
 * @param {string[]} words the program, from the root of the clone, and its arguments
 */
export function launch(node, words) {
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env };
  const child = spawn(node, words, { cwd: ROOT, stdio: 'inherit', env });
  let passed = false;
  const pass = (signal) => {
    // Once: Ctrl-C reaches the whole process group and npm passes it on again, so it comes here twice. (The
    // server, in that group as well, takes repeats in its stride. It stays in there on purpose: whoever
    // kills the group must get the server, too.)
    if (passed) return;
    passed = true;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  if (process.env.npm_lifecycle_event !== undefined) whenParentIsGone(() => pass('SIGTERM'));
  child.on('error', (error) => {
    console.error(`fairground: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    for (const own of SIGNALS) process.removeAllListeners(own);
    process.kill(process.pid, signal);
  });
}

/** A killed npm says nothing: its end is all we see of it, and a server that nobody can stop helps nobody. */
function whenParentIsGone(callback) {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    callback();
  }, LOOK_EVERY_MS);
  looking.unref();
}
