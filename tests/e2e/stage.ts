import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { buildClient } from '../../scripts/clientBuild.mjs';
import type { ServerProcess } from '../support/serverProcess.ts';
import { launchBrowser, type Screen, type Visitor, visit } from './browser.ts';

/** What the tests of a file share; there from its `beforeAll` on. */
export interface Stage {
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** A new person with an empty profile, who has not come to the server yet. */
  visit(screen: Screen): Promise<Visitor>;
}

/** Tests in a browser; left out, and said so, where there is none. */
export function inBrowser(what: string, tests: () => void): void {
  describe.skipIf(!findChromium())(`${what} (needs Chromium: apt-get install chromium)`, tests);
}

/**
 * The web app is built, and a server and a browser are there for all tests of the file.
 * @param start makes the server, and what has to be there with it
 * @param end takes down what `start` made besides the server
 */
export function setStage(start: () => Promise<ServerProcess>, end?: () => Promise<void> | undefined): Stage {
  const chromium = findChromium();
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    if (!chromium) return;
    buildClient(process.execPath);
    server = await start();
    browser = await launchBrowser(chromium);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
    await end?.();
  });
  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
    visit: (screen) => visit(browser, server.url, screen),
  };
}
