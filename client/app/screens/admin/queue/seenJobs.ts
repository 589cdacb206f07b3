import type { EventPlayer, GameEvent } from '../../../../../domain/events/event.ts';

export interface SeenJob {
  jobId: string;
  status: 'queued' | 'started' | 'completed' | 'failed' | 'cancelled';
  atMs: number;
  player: EventPlayer | null;
}

const MOST = 50;

/** What became of the backtests that the event feed told of, the latest news first. @param known from before */
export function jobsOf(events: readonly GameEvent[], known: readonly SeenJob[]): SeenJob[] {
  const jobs = new Map(known.map((job) => [job.jobId, job]));
  for (const event of events) {
    const status = statusOf(event);
    if (!status) continue;
    const { jobId } = event.data as { jobId: string };
    const before = jobs.get(jobId);
    if (before && before.atMs >= event.atMs) continue;
    jobs.set(jobId, { jobId, status, atMs: event.atMs, player: event.player ?? before?.player ?? null });
  }
  return [...jobs.values()].sort((a, b) => b.atMs - a.atMs).slice(0, MOST);
}

function statusOf(event: GameEvent): SeenJob['status'] | null {
  if (event.type === 'backtest.queued') return 'queued';
  if (event.type === 'backtest.started') return 'started';
  return event.type === 'backtest.ended' ? event.data.status : null;
}
