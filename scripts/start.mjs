/**
 * `npm start`: installs what is missing, builds the web app if its sources changed, and runs the server.
 * Plain JavaScript: see install.mjs.
 *
 * package.json runs it by `exec`, so that npm's signals come here instead of to a shell that keeps them
 * to itself; where there is no `exec` (Windows) the second half of that line does.
 */
import { buildClient } from './clientBuild.mjs';
import { findNode, install, runScript } from './install.mjs';
import { launch } from './launch.mjs';
import { SERVER_WORDS } from './serverWords.mjs';

await runScript(() => {
  install();
  const node = findNode();
  buildClient(node);
  launch(node, [...SERVER_WORDS, ...process.argv.slice(2)]);
});
