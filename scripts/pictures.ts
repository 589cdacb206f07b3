/**
 * `npm run pictures -- --url http://127.0.0.1:2567`: plays a round at table turbo of a running server in a real Chromium, and writes
 * docs/images: the round as an animation, the crash screen in flight, the wall. With bots there is more to see:
 * `BOTS=20 npm start`. Exit 0, or 1 with one line.
 */
import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openChromium } from './openChromium.ts';
import { animate, type Frame } from './pictures/gif.ts';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Wide enough for the bet to stand beside the curve. */
const SMALL = { width: 960, height: 540 };
const LARGE = { width: 1280, height: 800 };
const FRAME_EVERY_MS = 160;
/** A flight that pays less is no picture: the next round is tried. */
const LEAST_HUNDREDTHS = 160;
const TRIES = 20;
/** One that lasts longer than this is a page too heavy. */
const MOST_FRAMES = 110;
const BETWEEN_MS = 20;
/** What a page of documentation may weigh. */
const MOST_BYTES = 1_500_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function sitDown(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/crash/turbo`);
  await page.click('[data-testid=main-button]');
  await page.waitForSelector('dialog[open]');
  await page.fill('input[name=nickname]', `minji${Date.now() % 10_000}`);
  await page.check('input[name=adult]');
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog[open]', { state: 'hidden' });
}

/** Bets, and takes pictures until the round is over; null when it bust before it was worth looking at, or lasted too long. */
async function playRound(page: Page): Promise<{ frames: Frame[]; flying: Buffer } | null> {
  await page.waitForSelector('[data-action=bet]');
  await page.click('[data-action=bet]');
  // A click brings its button into view.
  await page.evaluate(() => window.scrollTo(0, 0));
  const frames: Frame[] = [];
  let flying: Buffer | null = null;
  let cashedOut = false;
  for (;;) {
    const startedMs = performance.now();
    const png = await page.screenshot();
    frames.push({ png, atMs: startedMs });
    const shown = await page.evaluate(() => ({
      kind: document.querySelector('[data-kind]')?.getAttribute('data-kind') ?? '',
      multiplier: Number(
        /(\d+\.\d\d)/.exec(document.querySelector('[data-kind]')?.textContent ?? '')?.[1] ?? 0,
      ),
      told: document.querySelector('.note .good, .note .bad') !== null,
    }));
    if (shown.kind === 'flying' && !cashedOut && shown.multiplier * 100 >= LEAST_HUNDREDTHS) {
      flying = png;
      cashedOut = true;
      await page.click('[data-action=cashout]', { timeout: 500 }).catch(() => {});
    }
    if (shown.kind !== 'flying' && shown.kind !== 'betting' && shown.kind !== '' && frames.length > 5) {
      if (flying === null) return null;
      await pause(400);
      frames.push({ png: await page.screenshot(), atMs: performance.now() });
      return { frames, flying };
    }
    if (frames.length > MOST_FRAMES) return null;
    await pause(Math.max(BETWEEN_MS, FRAME_EVERY_MS - (performance.now() - startedMs)));
  }
}

async function main(words: string[]): Promise<string> {
  const url = words[0] === '--url' ? words[1] : undefined;
  if (url === undefined) throw new Error('say npm run pictures -- --url http://127.0.0.1:2567');
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: SMALL, locale: 'en-US', colorScheme: 'dark' });
    // A busy machine takes its time, and so does a table that waits for its pause.
    page.setDefaultTimeout(90_000);
    await sitDown(page, url);
    let round: Awaited<ReturnType<typeof playRound>> = null;
    for (let tried = 0; round === null && tried < TRIES; tried += 1) round = await playRound(page);
    if (round === null) throw new Error(`no flight of ${TRIES} reached ${LEAST_HUNDREDTHS / 100}x`);
    const gif = animate(round.frames);
    if (gif.length > MOST_BYTES)
      throw new Error(`the animation has ${gif.length} bytes, more than ${MOST_BYTES}`);
    writeFileSync(`${IMAGES}round.gif`, gif);
    await page.setViewportSize(LARGE);
    // Well up, with a bet of one's own on it.
    await page.waitForSelector('[data-action=bet]');
    await page.click('[data-action=bet]');
    await page.waitForFunction(() => {
      const stage = document.querySelector('[data-kind=flying]');
      return Number(/(\d+\.\d\d)/.exec(stage?.textContent ?? '')?.[1] ?? 0) >= 1.3;
    });
    await page.screenshot({ path: `${IMAGES}crash.png` });
    await page.goto(`${url}/monitor`);
    await pause(8_000);
    await page.screenshot({ path: `${IMAGES}wall.png` });
    const bytes = statSync(`${IMAGES}round.gif`).size;
    return `docs/images: round.gif (${round.frames.length} frames, ${bytes} bytes), crash.png, wall.png`;
  } finally {
    await browser.close();
  }
}

try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  console.error(`pictures: ${(error as Error).message.split('\n')[0]}`);
  process.exitCode = 1;
}
