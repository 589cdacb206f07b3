import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../../scripts/openChromium.ts';

/** Screenshots of every run, for people to look at; ignored by git. */
const SCREENSHOTS = fileURLToPath(new URL('../../test-results/', import.meta.url));

const PUT_OFF = 503;

/**
 * In the page, before its scripts: ten frames a second. Painted by the processor, half a dozen pages at sixty would leave
 * nothing for the servers that they wait for.
 */
function paintSeldom(): void {
  window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 100);
  window.cancelAnimationFrame = (frame) => window.clearTimeout(frame);
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return openChromium({
    executablePath: fileURLToPath(new URL('politely.sh', import.meta.url)),
    env: { ...process.env, POLITE_PROGRAM: executablePath },
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visitor {
  page: Page;
  /**
   * Console errors, uncaught exceptions and failed requests so far. Not those that a busy machine puts off (503): the
   * app sends them again, and what it is then told is looked at.
   */
  complaints: string[];
  shoot(name: string): Promise<void>;
  leave(): Promise<void>;
}

export interface Screen {
  width: number;
  height: number;
  locale: 'en-US' | 'ko-KR';
  /** Of somebody who wants less motion. */
  calm?: boolean;
  /** Every frame is painted. */
  smooth?: boolean;
}

/** A new person with an empty profile. */
export async function visit(browser: Browser, url: string, screen: Screen): Promise<Visitor> {
  const { width, height, locale, calm = false, smooth = false } = screen;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale,
    deviceScaleFactor: width < 500 ? 2 : 1,
    hasTouch: width < 500,
    reducedMotion: calm ? 'reduce' : 'no-preference',
  });
  if (!smooth) await context.addInitScript(paintSeldom);
  const page = await context.newPage();
  // A flight can be long: waiting for the next round is waiting for its end.
  page.setDefaultTimeout(120_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(`status of ${PUT_OFF}`))
      complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.status() !== PUT_OFF)
      complaints.push(`${response.status()} ${response.url()}`);
  });
  mkdirSync(SCREENSHOTS, { recursive: true });
  return {
    page,
    complaints,
    async shoot(name) {
      await page.screenshot({ path: `${SCREENSHOTS}${name}-${locale.slice(0, 2)}-${width}.png` });
    },
    leave: () => context.close(),
  };
}

/** Reads every `everyMs` until the value is as wanted; throws the last one after `withinMs`. */
export async function until<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  withinMs = 20_000,
  everyMs = 50,
): Promise<T> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > deadlineMs) throw new Error(`still not as wanted: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
