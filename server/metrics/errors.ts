import { isErrorCode } from '../../domain/protocol/errors.ts';
import { type Instruments, OTHER } from './registry.ts';

export type ErrorSource = 'http' | 'matchmaking' | 'transport' | 'room';

export interface ErrorMetrics {
  /** An expected failure or a bug, by its code and where it was answered. */
  error(source: ErrorSource, code: string): void;
}

export function errorMetrics({ counter }: Instruments): ErrorMetrics {
  const errors = counter('errors_total', 'Refusals and bugs by code', ['source', 'code']);
  // From the start, so that the first one is an increase: alerts ask for these.
  for (const source of ['http', 'matchmaking', 'transport', 'room'] as const)
    for (const code of ['internal', 'store_unavailable']) errors.inc({ source, code }, 0);
  return { error: (source, code) => errors.inc({ source, code: isErrorCode(code) ? code : OTHER }) };
}
