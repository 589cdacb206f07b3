import { z } from 'zod';

/** Request `end {}` of the session rooms: ends the session; the answer is its summary, and the room closes. */
export const EndRequest = z.object({});

export type { SessionSummary } from '../games/port.ts';
