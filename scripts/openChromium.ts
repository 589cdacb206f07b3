import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { findChromium } from './chromium.mjs';

/** Root may start it, and no machine needs a graphics card. */
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu'] as const;

/**
 * The installed Chromium, without a window.
 * @param options of Playwright; `args` come after our flags, `executablePath` is a program that starts it instead
 * @throws Error where there is none
 */
export async function openChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = options.executablePath ?? findChromium();
  if (!executablePath)
    throw new Error('there is no Chromium here: apt-get install chromium, or set CHROMIUM to a browser');
  return chromium.launch({ ...options, executablePath, args: [...CHROMIUM_FLAGS, ...(options.args ?? [])] });
}
