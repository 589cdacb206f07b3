import { CloseCode, getMessageBytes, Protocol } from '@colyseus/core';
import { ERRORS } from '../../domain/protocol/errors.ts';

/** What a client is told whose frame is none, before it is closed. */
export const BAD_FRAME = Buffer.from(
  getMessageBytes[Protocol.ERROR](ERRORS.invalid_request.status, 'invalid_request'),
);
export const BAD_FRAME_CLOSE = { code: CloseCode.WITH_ERROR, reason: 'invalid_request' } as const;

/** The same for one who has too many connections already. */
export const TOO_MANY = Buffer.from(
  getMessageBytes[Protocol.ERROR](ERRORS.rate_limited.status, 'rate_limited'),
);
export const TOO_MANY_CLOSE = { code: CloseCode.WITH_ERROR, reason: 'rate_limited' } as const;
