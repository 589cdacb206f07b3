/** The metric is the longest time between two looks, which are this far apart when nothing holds the loop. */
const LOOKS_EVERY_MS = 10;

/** What the work came to, and the longest that the event loop of the server's process was late meanwhile. */
export async function withStalls<T>(
  url: string,
  work: () => Promise<T>,
): Promise<{ value: T; stallMs: number }> {
  // The lag is counted from one reading to the next.
  await longestLagMs(url);
  const value = await work();
  return { value, stallMs: await longestLagMs(url) };
}

async function longestLagMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, seconds] = /^fairground_nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)!;
  return Math.max(0, Number(seconds) * 1_000 - LOOKS_EVERY_MS);
}
