import { readFileSync } from 'node:fs';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import type { OpenOfKind } from '../events/openRooms.ts';
import type { MetricSources } from '../metrics.ts';

/** Parts of the process that are made after its metrics: they are asked once somebody reads them. */
interface LaterParts {
  queue: Pick<JobQueue, 'standing'>;
  transport: { kind: string };
  events: { openRooms(): OpenOfKind[] };
}

export function metricSources(overload: { delayMs(): number }, later: () => LaterParts): MetricSources {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return {
    eventLoopDelayMs: overload.delayMs,
    openRooms: () => later().events.openRooms(),
    async queue() {
      const standing = await later().queue.standing();
      return standing.ok ? standing.value : null;
    },
    build: () => ({ version, transport: later().transport.kind }),
  };
}
