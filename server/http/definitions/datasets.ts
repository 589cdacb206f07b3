import { z } from '@hono/zod-openapi';
import { DatasetDetailView, DatasetListQuery, DatasetView, UploadQuery } from '../datasetSchemas.ts';
import { define } from '../define.ts';
import { pageOf } from '../schemas.ts';

const ofId = { params: z.object({ id: z.uuid() }) };

export const datasets = define({
  access: 'player',
  method: 'get',
  path: '/api/datasets',
  summary: 'Market data: one’s own and the ready-made, newest first',
  request: { query: DatasetListQuery },
  answer: pageOf('DatasetPage', DatasetView),
  answers: 'A page of them',
});

export const upload = define({
  access: 'player',
  method: 'post',
  path: '/api/datasets',
  summary:
    'Upload market data as CSV: at most 128 MiB and 2,000,000 rows, two uploads at once in the process',
  request: {
    query: UploadQuery,
    body: {
      description:
        'A header row `time,open,high,low,close,volume`, in any order, then rows in ascending order',
      content: { 'text/csv': { schema: z.string() } },
    },
  },
  answer: DatasetView,
  answers: 'The stored set; the one there is if one has these very data already',
  refusals: ['limit_exceeded', 'busy', 'draining'],
});

export const dataset = define({
  access: 'player',
  method: 'get',
  path: '/api/datasets/{id}',
  summary: 'A data set with a preview of its course',
  request: ofId,
  answer: DatasetDetailView,
  answers: 'It, with at most 300 points',
  refusals: ['not_found'],
});

export const removeDataset = define({
  access: 'player',
  method: 'delete',
  path: '/api/datasets/{id}',
  summary: 'Remove a data set of one’s own; backtests that ran on it stay',
  request: ofId,
  answer: z.object({ id: z.uuid() }).openapi('RemovedDataset'),
  answers: 'It is gone',
  refusals: ['not_found'],
});
