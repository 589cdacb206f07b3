/**
 * `node scripts/run.mjs scripts/verify.ts ...`: runs a program of ours with the Node that it needs, in a
 * fresh clone too. Plain JavaScript: see install.mjs.
 */
import { findNode, install, runScript } from './install.mjs';
import { launch } from './launch.mjs';

await runScript(() => {
  install();
  launch(findNode(), process.argv.slice(2));
});
