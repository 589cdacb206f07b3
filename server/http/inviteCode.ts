import { z } from '@hono/zod-openapi';

/** The form of an invite code. */
export const inviteCode = z.string().regex(/^[\w-]{4,40}$/, 'must be 4-40 letters, digits, _ or -');
