/**
 * `npm start`: installs what is missing, builds the web app if its sources changed, and runs the server.
 * Plain JavaScript: see install.mjs.
 *
 * package.json runs it by `exec`, so that npm's signals come here instead of to a shell that keeps them
 * to itself; where there is no `exec` (Windows) the second half of that line does.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildClient } from './clientBuild.mjs';
import { findNode, install, ROOT, runScript } from './install.mjs';

/** How often it is looked whether npm is still there. */
const LOOK_EVERY_MS = 200;

/** Ends as the server ended, and passes signals on. */
function runServer(node) {
  const server = spawn(node, [join(ROOT, 'server/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  let passed = false;
  const pass = (signal) => {
    // Once: Ctrl-C reaches the whole process group and npm passes it on again, so it comes here twice. (The
    // server, in that group as well, takes repeats in its stride. It stays in there on purpose: whoever
    // kills the group must get the server, too.)
    if (passed) return;
    passed = true;
    server.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  if (process.env.npm_lifecycle_event !== undefined) whenParentIsGone(() => pass('SIGTERM'));
  server.on('error', (error) => {
    console.error(`fairground: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  server.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    for (const own of signals) process.removeAllListeners(own);
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

await runScript(() => {
  install();
  const node = findNode();
  buildClient(node);
  runServer(node);
});
