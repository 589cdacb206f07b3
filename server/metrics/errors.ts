import { isErrorCode } from '../../domain/protocol/errors.ts';
import { type Instruments, OTHER } from './registry.ts';

const SOURCES = ['http', 'matchmaking', 'transport', 'room', 'process'] as const;
/** `process`: what the log calls a bug, whether or not somebody was answered with it. */
export type ErrorSource = (typeof SOURCES)[number];

export interface ErrorMetrics {
  /** An expected failure or a bug, by its code and where it was answered. */
  error(source: ErrorSource, code: string): void;
}

export function errorMetrics({ counter }: Instruments): ErrorMetrics {
  const errors = counter('errors_total', 'Refusals and bugs by code', ['source', 'code']);
  // From the start, so that the first one is an increase: alerts ask for these.
  for (const source of SOURCES)
    for (const code of ['internal', 'store_unavailable']) errors.inc({ source, code }, 0);
  return { error: (source, code) => errors.inc({ source, code: isErrorCode(code) ? code : OTHER }) };
}
