import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium as distributions name it, and Chrome. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a program that `PATH` leads to, or null. */
export function findProgram(names, path = process.env.PATH ?? '') {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here: the next folder.
      }
    }
  }
  return null;
}

/** The browser for the end-to-end tests: `CHROMIUM`, or one that is installed; null when there is none. */
export function findChromium() {
  return process.env.CHROMIUM || findProgram(NAMES);
}
