import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Pictures of every screen, for people to look at; ignored by git. */
const PICTURES = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));

/**
 * The whole page, not just what fits the window: the window grows to it, so that what is fixed to its edges (the bar at the
 * bottom, what lies behind a dialog) stands where it does for somebody who has scrolled, and not across the middle.
 */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const window = page.viewportSize()!;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: window.width, height: Math.max(window.height, height) });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
  await page.setViewportSize(window);
}
