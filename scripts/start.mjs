/**
 * `npm start`: installs what is missing, builds the web app if its sources changed, and runs the server.
 * Plain JavaScript: see install.mjs.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildClient } from './clientBuild.mjs';
import { findNode, install, ROOT, runScript } from './install.mjs';

/** Ends as the server ended, and passes signals on. */
function runServer(node) {
  const server = spawn(node, [join(ROOT, 'server/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  let passed = false;
  const pass = (signal) => {
    // Ctrl-C reaches the terminal's whole process group, so the server has it already; npm sends it again.
    // The server stays in that group on purpose: whoever kills the group must get the server, too.
    const fromTerminal = signal !== 'SIGTERM' && process.stdin.isTTY;
    if (passed || fromTerminal) return;
    passed = true;
    server.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
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

await runScript(() => {
  install();
  const node = findNode();
  buildClient(node);
  runServer(node);
});
