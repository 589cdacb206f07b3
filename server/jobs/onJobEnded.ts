import type { Job } from '../../domain/backtest/port.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import type { Metrics } from '../metrics.ts';

/** Counts a job that ended in this process, and tells its owner's open lobbies of a refund. */
export function onJobEnded(
  ports: Pick<RoomPorts, 'balances' | 'feed' | 'log'>,
  metrics: Pick<Metrics, 'backtestEnded'>,
): (job: Job) => void {
  async function tellCredits(playerId: string): Promise<void> {
    try {
      const { credits } = await ports.balances({ id: playerId });
      ports.feed.publish(playerId, { type: 'balance', balances: { credits } });
    } catch (error) {
      // They are booked: the client sees them with its next answer.
      ports.log.warn({ err: error, playerId }, 'a refund could not be told');
    }
  }

  return ({ playerId, status, refunded, createdAtMs, startedAtMs, endedAtMs }) => {
    const waitMs = startedAtMs === null ? null : startedAtMs - createdAtMs;
    metrics.backtestEnded(status, waitMs, startedAtMs === null ? null : endedAtMs! - startedAtMs);
    if (refunded) void tellCredits(playerId);
  };
}
