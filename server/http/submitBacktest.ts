import { MOST_BARS } from '../../domain/backtest/bars.ts';
import { parseConfig } from '../../domain/backtest/config.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { warmUpBars } from '../../domain/backtest/indicators/columns.ts';
import { chargeOf } from '../../domain/backtest/jobRules.ts';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import type { Job } from '../../domain/backtest/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Player } from '../../domain/identity/port.ts';
import { rightsOf } from '../../domain/identity/ranks.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { HttpDeps } from './deps.ts';

/** A request's body, its shape checked as far as the schema goes. */
export interface BacktestBody {
  strategy?: unknown;
  dataset: string;
  fromMs?: number | undefined;
  toMs?: number | undefined;
  config?: unknown;
  public: boolean;
}

type Deps = Pick<HttpDeps, 'datasets' | 'datasetBytes' | 'entropy' | 'jobs' | 'ledger'>;
type Submitted = Result<{ job: Job; repeated: boolean }>;

/**
 * Checks all that can be checked before anything is charged, in the order of all refusals: the shape, whether the data
 * are there, then whether they are enough; then submits.
 */
export async function submitBacktest(
  deps: Deps,
  player: Player,
  clientKey: string,
  body: BacktestBody,
): Promise<Submitted> {
  const shaped = parseStrategy(body.strategy, MOST_BARS);
  if (!shaped.ok) return shaped;
  const config = parseConfig(body.config);
  if (!config.ok) return config;
  const { dataset: datasetId, fromMs = null, toMs = null, public: isPublic } = body;
  if (fromMs !== null && toMs !== null && fromMs > toMs) {
    return fail('invalid_request', { field: 'fromMs', problem: 'must not be after toMs' });
  }
  const asked = {
    strategy: shaped.value as unknown as JsonValue,
    config: config.value as unknown as JsonValue,
    datasetId: datasetId.toLowerCase(),
    public: isPublic,
  };
  const key = operationKey('player', player.id, 'backtest.run', clientKey.toLowerCase());
  const fingerprint = bodyFingerprint({ ...asked, fromMs, toMs });

  const dataset = await deps.datasets.get(asked.datasetId, player.id);
  if (dataset === null) return jobOfKey(deps, player, key, fingerprint);
  const range = await rangeOf(deps, dataset, fromMs, toMs);
  const fitting = parseStrategy(body.strategy, range.bars);
  if (!fitting.ok) return fitting;
  const least = warmUpBars(shaped.value) + 2;
  if (range.bars < least) {
    const problem = `has ${range.bars} bars in this range: the strategy needs ${least}`;
    return fail('invalid_request', { field: 'dataset', problem, bars: range.bars, least });
  }
  return deps.jobs.submit({
    ...asked,
    ...range,
    key,
    fingerprint,
    jobId: deps.entropy.uuid(),
    playerId: player.id,
    creditsAccountId: player.accounts.credits,
    priority: rightsOf(player.rank).jobPriority,
    datasetName: dataset.name,
    datasetSha256: dataset.sha256,
    chargeCredits: chargeOf(range.fromMs, range.toMs),
  });
}

/** The data are not there: the request may be the repeat of one that came while they were. */
async function jobOfKey(deps: Deps, player: Player, key: string, fingerprint: bigint): Promise<Submitted> {
  const stored = await deps.ledger.lookup(key);
  if (!stored.ok) return stored;
  const missing = fail('not_found', { field: 'dataset' });
  if (stored.value === null || stored.value.ref === null) return missing;
  if (stored.value.fingerprint !== fingerprint) return fail('key_conflict');
  const job = await deps.jobs.job(stored.value.ref, player.id);
  if (!job.ok) return job;
  return job.value === null ? missing : ok({ job: job.value, repeated: true });
}

/** The part of the data that is asked for: never beyond its ends. */
async function rangeOf(
  { datasetBytes }: Deps,
  dataset: Dataset,
  askedFromMs: number | null,
  askedToMs: number | null,
): Promise<{ fromMs: number; toMs: number; bars: number }> {
  const fromMs = Math.max(askedFromMs ?? dataset.fromMs, dataset.fromMs);
  const toMs = Math.min(askedToMs ?? dataset.toMs, dataset.toMs);
  const whole = fromMs === dataset.fromMs && toMs === dataset.toMs;
  const bars = whole
    ? dataset.bars
    : await datasetBytes.barsBetween(dataset.sha256, dataset.bars, fromMs, toMs);
  return { fromMs, toMs, bars };
}
