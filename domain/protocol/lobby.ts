import { z } from 'zod';

/** Request of the `lobby` room: everything up to and including this notice was seen. */
export const AckRequest = z.object({ sequence: z.int().positive() });
export type AckRequest = z.infer<typeof AckRequest>;

/** Message `balance`: what one has now. Sent on joining and after each change. */
export interface BalanceMessage {
  coins: number;
  credits: number;
}

/** Message `broadcast` of every room: what an operator says to many. Text only; the same id may come again. */
export interface BroadcastMessage {
  id: string;
  text: string;
  level: 'info' | 'warning' | 'critical';
  expiresAtMs: number;
}

/** Message `notice`: kept until acknowledged, sent again on joining. */
export interface NoticeMessage {
  sequence: number;
  kind: string;
  data: Record<string, unknown>;
}
