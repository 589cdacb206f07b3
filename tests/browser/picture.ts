import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Pictures of every screen, for people to look at; ignored by git. */
const PICTURES = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));

/** The whole page, not just what fits the window. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}
