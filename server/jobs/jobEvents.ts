import type { Job } from '../../domain/backtest/port.ts';
import type { EventDraft } from '../../domain/events/event.ts';
import type { IdentityStore } from '../../domain/identity/port.ts';
import type { EventSink, Log } from '../../rooms/ports.ts';

/** Ends that are remembered, so that one is not told by its worker and by who cancelled it. */
const MOST_REMEMBERED = 1_000;

/** What this process tells the monitor of backtests. */
export interface JobEvents {
  queued(job: Job): void;
  started(job: Job): void;
  /** An end that was told before is not told again. */
  ended(job: Job): void;
}

/** Events bear names, jobs do not: each is told once its owner's name is read, in the order of the calls. */
export function createJobEvents(
  events: EventSink,
  identity: Pick<IdentityStore, 'player'>,
  log: Log,
): JobEvents {
  const endsTold = new Set<string>();
  let before: Promise<void> = Promise.resolve();

  function tell({ playerId }: Job, what: Pick<EventDraft, 'type' | 'data'>): void {
    before = before
      .then(async () => {
        const owner = await identity.player(playerId);
        const player = owner && { id: owner.id, nickname: owner.nickname };
        events.publish({ ...what, player, bot: owner?.bot ?? false } as EventDraft);
      })
      .catch((error: unknown) => log.warn({ err: error, playerId }, 'an event of a backtest was not told'));
  }

  return {
    queued: (job) => tell(job, { type: 'backtest.queued', data: { jobId: job.jobId, public: job.public } }),
    started: (job) => {
      const { jobId, attempt } = job;
      tell(job, { type: 'backtest.started', data: { jobId, public: job.public, attempt } });
    },
    ended(job) {
      const { jobId, status, endedAtMs } = job;
      if (status === 'queued' || status === 'running') return;
      const end = `${jobId}/${endedAtMs}`;
      if (endsTold.has(end)) return;
      endsTold.add(end);
      if (endsTold.size > MOST_REMEMBERED) endsTold.delete(endsTold.values().next().value!);
      tell(job, { type: 'backtest.ended', data: { jobId, public: job.public, status } });
    },
  };
}
