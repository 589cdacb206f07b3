import { CloseCode, getMessageBytes, Protocol } from '@colyseus/core';
import { ERRORS } from '../../domain/protocol/errors.ts';

/** What a client is told whose frame is none, before it is closed. */
export const BAD_FRAME = Buffer.from(
  getMessageBytes[Protocol.ERROR](ERRORS.invalid_request.status, 'invalid_request'),
);
export const BAD_FRAME_CLOSE = { code: CloseCode.WITH_ERROR, reason: 'invalid_request' } as const;
