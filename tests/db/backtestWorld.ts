import { randomUUID } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { openJobMessages } from '../../db/jobMessages.ts';
import { jobQueue } from '../../db/stores/backtestQueue.ts';
import { jobRuns } from '../../db/stores/backtestRuns.ts';
import { jobStore } from '../../db/stores/backtests.ts';
import type { Bars } from '../../domain/backtest/bars.ts';
import { DEFAULT_CONFIG } from '../../domain/backtest/config.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { METRIC_NAMES, type MetricName } from '../../domain/backtest/metrics/names.ts';
import type { Metrics } from '../../domain/backtest/metrics.ts';
import type { JobOrder, JobResult, JobStore } from '../../domain/backtest/port.ts';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import type { JobRuns } from '../../domain/backtest/runs.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Player } from '../../domain/identity/port.ts';
import { mintOf, SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { someBars } from '../support/bars.ts';
import { CROSSING } from '../support/crossing.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { value } from './crashTable.ts';

/** A ready-made set. */
export async function storeBars(db: TestDatabase, bars: Bars): Promise<Dataset> {
  return value(
    await db.datasets.put(
      { id: randomUUID(), playerId: null, name: `${bars.timeMs.length} bars`, createdAtMs: 0 },
      bars,
    ),
  );
}

/** An order's data: all of a set. */
export function orderedData({ id, name, sha256, fromMs, toMs, bars }: Dataset) {
  return { datasetId: id, datasetName: name, datasetSha256: sha256, fromMs, toMs, bars };
}

/** One process' side of the queue. */
interface Member {
  store: JobStore;
  runs: JobRuns;
  queue: JobQueue;
  ownerId: string;
}

/** Jobs on a real database, in the hands of one or several processes, without a worker: tests decide what happens. */
export class BacktestWorld implements Member {
  readonly db: TestDatabase;
  readonly store: JobStore;
  readonly runs: JobRuns;
  readonly queue: JobQueue;
  readonly ownerId: string;
  readonly #messages: Awaited<ReturnType<typeof openJobMessages>>;
  /** What orders name, unless they say otherwise. */
  readonly dataset: Dataset;
  /** What the stores take for now. */
  nowMs = Date.UTC(2026, 10, 21);

  private constructor(
    db: TestDatabase,
    messages: Awaited<ReturnType<typeof openJobMessages>>,
    dataset: Dataset,
  ) {
    this.db = db;
    this.dataset = dataset;
    this.#messages = messages;
    const { store, runs, queue, ownerId } = this.member(db.ownerId);
    this.store = store;
    this.runs = runs;
    this.queue = queue;
    this.ownerId = ownerId;
  }

  static async open(): Promise<BacktestWorld> {
    const db = await openTestDatabase();
    const messages = await openJobMessages(db.url, (error) => console.error(error));
    return new BacktestWorld(db, messages, await storeBars(db, someBars(100)));
  }

  member(ownerId: string): Member {
    const parts = {
      ...{ pool: this.db.pool, messages: this.#messages, ownerId },
      nowMs: () => this.nowMs,
    };
    return { store: jobStore(parts), runs: jobRuns(parts), queue: jobQueue(parts), ownerId };
  }

  async player(credits = 100): Promise<Player> {
    const id = randomUUID();
    const player = await this.db.identity.createPlayer({
      ...{ id, nickname: `p-${id.slice(0, 8)}`, bot: false, ageConfirmed: true },
    });
    if (credits > 0) {
      value(
        await this.db.ledger.post({
          ...{ key: randomUUID(), fingerprint: 0n, kind: 'grant.admin', ref: null, claim: null, row: null },
          answerAccountId: player.accounts.credits,
          legs: [
            {
              debitAccountId: mintOf('credits'),
              creditAccountId: player.accounts.credits,
              amount: credits,
            },
          ],
        }),
      );
    }
    return player;
  }

  order(player: Player, change: Partial<JobOrder> = {}): JobOrder {
    return {
      ...{ jobId: randomUUID(), playerId: player.id, creditsAccountId: player.accounts.credits },
      ...{ key: randomUUID(), fingerprint: 1n, priority: 0, public: false },
      ...{ strategy: CROSSING as unknown as JsonValue, config: DEFAULT_CONFIG as unknown as JsonValue },
      ...orderedData(this.dataset),
      chargeCredits: 3,
      ...change,
    };
  }

  async submit(player: Player, change: Partial<JobOrder> = {}): Promise<string> {
    return value(await this.store.submit(this.order(player, change))).job.jobId;
  }

  async credits(player: Player): Promise<number> {
    return (await this.db.identity.balances(player)).credits;
  }

  async houseCredits(): Promise<number> {
    const { rows } = await this.db.pool.query<{ balance: string }>(
      'select balance from account where id = $1',
      [SYSTEM_ACCOUNTS['house.backtest.credits']],
    );
    return Number(rows[0]!.balance);
  }

  /** Pauses before another attempt are over at once. */
  async skipPauses(): Promise<void> {
    await this.db.pool.query(`update pgboss.job set start_after = now() - interval '1 second'`);
  }

  /** Seconds until each waiting message may be taken. */
  async pauses(): Promise<number[]> {
    const { rows } = await this.db.pool.query<{ seconds: number }>(
      `select round(extract(epoch from start_after - created_on))::int as seconds from pgboss.job order by created_on`,
    );
    return rows.map(({ seconds }) => seconds);
  }

  async dispose(): Promise<void> {
    await this.#messages.close();
    await this.db.dispose();
  }
}

/** What is stored of it, as those who ask for it get it. */
export async function storedResult(
  store: JobStore,
  jobId: string,
  playerId: string,
): Promise<JobResult | null> {
  const stored = await store.result(jobId, playerId);
  if (!stored.ok) throw new Error(stored.error.message);
  return stored.value === null ? null : JSON.parse(zstdDecompressSync(stored.value).toString());
}

/** What a worker would hand in. */
export function result(
  values: Partial<Record<MetricName, number | null>> = {},
  hash = 'cd'.repeat(32),
): JobResult {
  const figures = { sharpe: 1, cagr: 0.2, totalReturn: 0.1, trades: 20, buyAndHoldReturn: 0.05, ...values };
  const metrics = Object.fromEntries(
    METRIC_NAMES.map((name) => [
      name,
      { value: (figures as Partial<Record<MetricName, number | null>>)[name] ?? null, definition: 'native' },
    ]),
  );
  return {
    metrics: metrics as unknown as Metrics,
    trades: [],
    equity: [{ atMs: 0, value: 10_000 }],
    resultHash: hash,
  };
}
