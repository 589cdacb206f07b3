import { type AuthContext, type Client, Room } from '@colyseus/core';
import type { Job, JobNews } from '../../domain/backtest/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { type BacktestDone, CancelBacktestRequest } from '../../domain/protocol/backtest.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import { fillList } from '../fillList.ts';
import type { RoomPorts } from '../ports.ts';
import { playerRequest, refuseJoin, type Seat, surroundings, unknownRequests } from '../requests.ts';
import { seatOf } from '../seat.ts';
import { Spectators } from '../spectators.ts';
import { Pace } from './pace.ts';
import { BacktestState, EquityRow } from './state.ts';

const RECONNECT_WITHIN_SECONDS = 60;
const MAX_MESSAGES_PER_SECOND = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A message about the end comes after the state that shows it. */
const AFTER_PATCH = { afterNextPatch: true };

interface WatcherSeat extends Seat {
  /** The job that the seat was given for: a room's id alone opens nothing. */
  jobId: string;
}
type Seated = Client<{ auth: WatcherSeat }>;

/**
 * The `backtest` room: one per job, opened by whoever may see the job, and closed when all have left. The job goes
 * on without it.
 */
export function backtestRoom(ports: RoomPorts) {
  const around = surroundings(ports, 'backtest');
  const answerUnknown = unknownRequests(around);

  return class BacktestRoom extends Room<{ state: BacktestState; client: Seated }> {
    /** Sent by `#patch`: at once where there was nothing for a while, so that nobody waits for a timer's turn. */
    override patchRate = null;
    override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
    override state = new BacktestState();
    #jobId = '';
    #spectators!: Spectators;
    #ownerId: string | null = null;
    #news: JobNews | null = null;
    #toldEnd = false;
    #closing = false;
    #unwatch: () => void = () => {};
    #unsubscribeBans: () => void = () => {};
    readonly #pace = new Pace();
    #patchTimer: ReturnType<typeof setTimeout> | null = null;

    override messages = {
      cancel: playerRequest(around, 'cancel', CancelBacktestRequest, (player) => this.#cancel(player)),
    };

    static override async onAuth(token: string, options: unknown, context: AuthContext) {
      const seat = await seatOf(ports, token, context);
      const { player } = seat;
      const jobId = (options as { jobId?: unknown } | null)?.jobId;
      if (typeof jobId !== 'string' || !UUID.test(jobId)) {
        refuseJoin(failure(player ? 'invalid_request' : 'unauthorized', { field: 'jobId' }));
      }
      await visibleJob(ports, jobId, player);
      const refusal = ports.refusal();
      if (refusal !== null) refuseJoin(failure(refusal));
      return { ...seat, jobId };
    }

    override onCreate({ jobId }: { jobId: string }): void {
      answerUnknown(this);
      this.#jobId = jobId;
      this.#spectators = new Spectators(ports.occupancy, `backtest/${this.roomId}`);
      this.#unsubscribeBans = ports.bans.onBan((playerId) => {
        for (const client of this.clients) {
          if (client.auth?.player?.id === playerId) client.leave(CLOSE_CODES.forbidden, 'forbidden');
        }
      });
      this.#unwatch = ports.backtests.watch(jobId, (news) => this.#show(news));
    }

    override onDispose(): void {
      this.#unwatch();
      this.#spectators?.end();
      this.#unsubscribeBans();
      if (this.#patchTimer) clearTimeout(this.#patchTimer);
    }

    /** Without a limit there is nothing to count; Colyseus would walk every pending seat at each join. */
    override hasReachedMaxClients(): boolean {
      return this.#closing;
    }

    override async onJoin(client: Seated): Promise<void> {
      const { player, jobId } = client.auth!;
      if (jobId !== this.#jobId) refuseJoin(failure('not_found', { field: 'jobId' }));
      if (this.#ownerId === null) {
        const job = await visibleJob(ports, jobId, player);
        this.#ownerId = job.playerId;
        // What was heard meanwhile is newer.
        if (this.#news === null) this.#show(job);
      }
      this.#spectators.arrived(client);
      this.#tellSoFar(client);
    }

    override onDrop(client: Seated): void {
      this.#spectators.left(client);
      endBroadcasts(client);
      this.allowReconnection(client, RECONNECT_WITHIN_SECONDS).catch(() => {});
    }

    override async onReconnect(client: Seated): Promise<void> {
      const seat = client.auth!;
      if (seat.player) {
        const standing = await ports.standing(seat.player);
        if (!standing.ok) {
          client.leave(CLOSE_CODES.forbidden, standing.error.code);
          return;
        }
        seat.player = standing.value;
      }
      this.#spectators.arrived(client);
      this.#tellSoFar(client);
    }

    override onLeave(client: Seated): void {
      this.#spectators.left(client);
      endBroadcasts(client);
    }

    override async onBeforeShutdown(): Promise<void> {
      this.#closing = true;
      await this.disconnect(CLOSE_CODES.draining);
    }

    async #cancel(player: Player): Promise<Result<{ status: Job['status'] }>> {
      if (player.id !== this.#ownerId) return fail('forbidden');
      const cancelled = await ports.backtests.cancel(this.#jobId, player.id);
      if (!cancelled.ok) return cancelled;
      if (isDone(cancelled.value)) this.#show(cancelled.value);
      return ok({ status: cancelled.value.status });
    }

    /** To one who has just come: those who were here before had it when it happened. */
    #tellSoFar(client: Seated): void {
      const playerId = client.auth!.player?.id ?? null;
      tellBroadcasts(ports, client, { room: 'backtest', playerId });
      const news = this.#news;
      if (news === null) return;
      if (news.metrics !== null) client.send('metrics', news.metrics);
      if (isDone(news)) client.send('done', doneOf(news));
    }

    #show(news: JobNews): void {
      this.#news = news;
      const { state } = this;
      const turns = news.status !== state.status;
      state.status = news.status;
      state.stage = news.stage;
      state.percent = news.percent;
      state.resultHash = news.resultHash ?? '';
      fillList(
        state.equity,
        news.equity,
        () => new EquityRow(),
        (row, point) => {
          row.atMs = point.atMs;
          row.value = point.value;
        },
      );
      // An operator may send a job back into the queue: then it ends once more.
      const ends = isDone(news) && !this.#toldEnd;
      this.#toldEnd = isDone(news);
      if (!ends) {
        this.#patch(turns);
        return;
      }
      if (news.metrics !== null) this.broadcast('metrics', news.metrics, AFTER_PATCH);
      this.broadcast('done', doneOf(news), AFTER_PATCH);
      this.#patchNow();
    }

    #patch(turns: boolean): void {
      const waitMs = this.#pace.dueAtMs(turns) - ports.clock.nowMs();
      if (waitMs <= 0) {
        this.#patchNow();
      } else if (turns || this.#patchTimer === null) {
        if (this.#patchTimer) clearTimeout(this.#patchTimer);
        this.#patchTimer = setTimeout(() => this.#patchNow(), waitMs);
      }
    }

    #patchNow(): void {
      if (this.#patchTimer) clearTimeout(this.#patchTimer);
      this.#patchTimer = null;
      this.#pace.sent(ports.clock.nowMs());
      this.broadcastPatch();
    }
  };
}

function isDone(news: JobNews): news is JobNews & { status: BacktestDone['status'] } {
  return news.status !== 'queued' && news.status !== 'running';
}

function doneOf({ status, reason, resultHash }: JobNews & { status: BacktestDone['status'] }): BacktestDone {
  return { status, reason, resultHash };
}

/** One's own job, or a public one. A spectator is told to sign in: whether there is such a job is not theirs to know. */
async function visibleJob(ports: RoomPorts, jobId: string, player: Player | null): Promise<Job> {
  const found = await ports.backtests.job(jobId, player?.id ?? null);
  if (!found.ok) refuseJoin(found.error);
  if (found.value === null) refuseJoin(failure(player ? 'not_found' : 'unauthorized', { field: 'jobId' }));
  return found.value;
}
