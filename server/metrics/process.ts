import type { Instruments } from './registry.ts';

/** What runs here. */
export interface Build {
  version: string;
  transport: string;
}

export function processMetrics(
  { gauge }: Instruments,
  eventLoopDelayMs: () => number,
  build: () => Build,
): void {
  gauge(
    'event_loop_delay_seconds',
    'How late the event loop ran on average within the last second',
    [],
    (delay) => delay.set(eventLoopDelayMs() / 1_000),
  );
  gauge('build_info', 'What runs here: always 1', ['version', 'node', 'transport'], (info) => {
    info.reset();
    info.set({ ...build(), node: process.version }, 1);
  });
}
