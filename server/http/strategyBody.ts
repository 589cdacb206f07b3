import type { MiddlewareHandler } from 'hono';
import { failure } from '../../domain/protocol/errors.ts';
import { isOverfull } from '../transport/bodyCheck.ts';
import { BodyError } from '../transport/streamedBody.ts';
import type { HttpEnv } from './env.ts';
import { refuse, refuseWith } from './refuse.ts';

/** No strategy is longer. */
export const MOST_STRATEGY_BYTES = 64 * 1024;

/**
 * A body with a strategy in it is read when it is known who sends it, and that they don't ask too often: from anybody it
 * would keep the memory busy.
 */
export const strategyBody: MiddlewareHandler<HttpEnv> = async ({ req }, next) => {
  try {
    if (isOverfull(new Uint8Array(await req.arrayBuffer())))
      return refuse(failure('invalid_request', { field: 'body' }));
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    return refuseWith(error.code === 'gone' ? 'request_timeout' : error.code);
  }
  return next();
};
