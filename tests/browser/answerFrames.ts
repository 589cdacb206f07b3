import type { Page } from 'playwright-core';

/** When a frame of the screen began is counted, not timed. */
export interface Seen {
  frames: number;
  /** Frames painted when a message with a payout came, and when a win was first shown. */
  answeredAt: number[];
  wonAt: number[];
}

/** Before the page's scripts: notes in which frame a cash-out is answered, and in which the page first calls it won. */
export async function watchAnswers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { frames: 0, answeredAt: [], wonAt: [] };
    (globalThis as unknown as { seen: Seen }).seen = seen;
    const count = () => {
      seen.frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const Native = WebSocket;
    globalThis.WebSocket = class extends Native {
      constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
        super(...parameters);
        // The first listener: before the app's own.
        this.addEventListener('message', ({ data }) => {
          if (!(data instanceof ArrayBuffer)) return;
          if (new TextDecoder('latin1').decode(data).includes('payoutCoins'))
            seen.answeredAt.push(seen.frames);
        });
      }
    };
    let isWon = false;
    new MutationObserver(() => {
      const now = document.querySelector('.note .good') !== null;
      if (now && !isWon) seen.wonAt.push(seen.frames);
      isWon = now;
    }).observe(document, { subtree: true, childList: true });
  });
}

export function whatWasSeen(page: Page): Promise<Seen> {
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}
