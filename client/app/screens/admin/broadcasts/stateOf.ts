import type { AdminBroadcast } from '../../../../sdk/index.ts';

export type BroadcastState = 'scheduled' | 'live' | 'expired' | 'cancelled';

export function stateOf(
  {
    startsAtMs,
    expiresAtMs,
    cancelledAtMs,
  }: Pick<AdminBroadcast, 'startsAtMs' | 'expiresAtMs' | 'cancelledAtMs'>,
  nowMs: number,
): BroadcastState {
  if (cancelledAtMs !== null) return 'cancelled';
  if (expiresAtMs <= nowMs) return 'expired';
  return startsAtMs > nowMs ? 'scheduled' : 'live';
}
