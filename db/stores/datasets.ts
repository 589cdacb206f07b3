import type pg from 'pg';
import type { Bars } from '../../domain/backtest/bars.ts';
import {
  type Dataset,
  type DatasetStore,
  MOST_DATASETS,
  type NewDataset,
} from '../../domain/backtest/datasets.ts';
import { intervalOf } from '../../domain/backtest/interval.ts';
import { type PreviewPoint, preview } from '../../domain/backtest/preview.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';
import {
  dropUnnamedColumns,
  hashBars,
  lockColumns,
  readColumns,
  setlessColumns,
  storeColumns,
} from './datasetColumns.ts';
import { toPage } from './page.ts';

interface DatasetRow {
  id: string;
  player_id: string | null;
  name: string;
  sha256: string;
  bars: number;
  from_ms: string;
  to_ms: string;
  bar_step: string;
  created_at_ms: string;
}

const COLUMNS =
  'd.id, d.player_id, d.name, d.sha256, d.bars, d.from_ms, d.to_ms, d.bar_step, d.created_at_ms';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const VISIBLE = '(d.player_id = $1 or d.player_id is null)';

export function datasetStore(pool: pg.Pool): DatasetStore {
  return {
    put: (dataset, bars) => {
      const sha256 = hashBars(bars);
      return orUnavailable(() => transact(pool, (client) => put(client, dataset, bars, sha256)));
    },

    count: (playerId) => orThrow(() => countOf(pool, playerId)),

    list: (playerId, limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<DatasetRow>(
          `select ${COLUMNS} from dataset d
            where ${VISIBLE} and d.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
            order by d.id desc limit $3`,
          [playerId, cursor, limit + 1],
        );
        return toPage(rows, limit, ({ id }) => id, toDataset);
      }),

    get: (id, playerId) =>
      orThrow(async () => {
        if (!UUID.test(id)) return null;
        const { rows } = await pool.query<DatasetRow & { preview: PreviewPoint[] }>(
          `select ${COLUMNS}, d.preview from dataset d where ${VISIBLE} and d.id = $2`,
          [playerId, id],
        );
        return rows[0] ? { ...toDataset(rows[0]), preview: rows[0].preview } : null;
      }),

    bars: (sha256) =>
      orThrow(() =>
        transact(pool, async (client) => {
          await client.query('set transaction isolation level repeatable read, read only');
          return readColumns(client, sha256);
        }),
      ),

    remove: (id, playerId) => orUnavailable(() => transact(pool, (client) => remove(client, id, playerId))),

    sweep: () =>
      orUnavailable(async () => {
        let swept = 0;
        for (const sha256 of await setlessColumns(pool)) {
          const dropped = await transact(pool, async (client) => {
            await lockColumns(client, sha256, 'alone');
            return dropUnnamedColumns(client, sha256);
          });
          if (dropped) swept++;
        }
        return ok(swept);
      }),

    readyMade: () =>
      orThrow(async () => {
        const { rows } = await pool.query<{ name: string }>(
          'select name from dataset where player_id is null',
        );
        return rows.map(({ name }) => name);
      }),
  };
}

async function countOf(client: pg.Pool | pg.PoolClient, playerId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from dataset where player_id = $1',
    [playerId],
  );
  return rows[0]!.count;
}

async function put(
  client: pg.PoolClient,
  { id, playerId, name, createdAtMs }: NewDataset,
  bars: Bars,
  sha256: string,
): Promise<Result<Dataset>> {
  // One at a time per owner: else two uploads at once would both find room for one more.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('datasets of ' || $1, 0))`, [
    playerId ?? 'everyone',
  ]);
  await lockColumns(client, sha256, 'alone');
  const known = await client.query<DatasetRow>(
    `select ${COLUMNS} from dataset d where d.sha256 = $1 and d.player_id is not distinct from $2`,
    [sha256, playerId],
  );
  if (known.rows[0]) return ok(toDataset(known.rows[0]));
  if (playerId !== null && (await countOf(client, playerId)) >= MOST_DATASETS) {
    return fail('limit_exceeded', { limit: MOST_DATASETS });
  }
  await storeColumns(client, sha256, bars);
  const { timeMs } = bars;
  const { rows } = await client.query<DatasetRow>(
    `insert into dataset as d
       (id, player_id, name, sha256, bars, from_ms, to_ms, bar_step, preview, created_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    [
      ...[id, playerId, name, sha256, timeMs.length, timeMs[0], timeMs.at(-1), intervalOf(timeMs)],
      ...[JSON.stringify(preview(bars)), createdAtMs],
    ],
  );
  return ok(toDataset(rows[0]!));
}

async function remove(client: pg.PoolClient, id: string, playerId: string): Promise<Result<void>> {
  if (!UUID.test(id)) return fail('not_found');
  const found = await client.query<DatasetRow>(
    `select ${COLUMNS} from dataset d where ${VISIBLE} and d.id = $2`,
    [playerId, id],
  );
  const [dataset] = found.rows;
  if (dataset === undefined) return fail('not_found');
  if (dataset.player_id === null) return fail('forbidden');
  await lockColumns(client, dataset.sha256, 'alone');
  await client.query('delete from dataset where id = $1', [id]);
  await dropUnnamedColumns(client, dataset.sha256);
  return ok(undefined);
}

function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    sha256: row.sha256,
    bars: row.bars,
    fromMs: Number(row.from_ms),
    toMs: Number(row.to_ms),
    interval: row.bar_step,
    readyMade: row.player_id === null,
    createdAtMs: Number(row.created_at_ms),
  };
}
