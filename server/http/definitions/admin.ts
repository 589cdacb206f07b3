import { z } from '@hono/zod-openapi';
import { JobView, jobId, QueueView } from '../backtestSchemas.ts';
import { define } from '../define.ts';

const params = z.object({ jobId });

export const queue = define({
  access: 'manageQueue',
  method: 'get',
  path: '/api/admin/queue',
  summary: 'How the queue of backtests stands',
  answer: QueueView,
  answers: 'Depth, waiting and running times, failures',
});

export const retryBacktest = define({
  access: 'manageQueue',
  method: 'post',
  path: '/api/admin/backtests/{jobId}/retry',
  summary: 'Queue a failed or cancelled backtest again, free of charge',
  request: { params },
  answer: JobView,
  answers: 'The backtest as it stands now',
  refusals: ['not_found', 'outdated'],
});

export const cancelBacktest = define({
  access: 'manageQueue',
  method: 'post',
  path: '/api/admin/backtests/{jobId}/cancel',
  summary: 'Cancel anybody’s backtest, as its owner would',
  request: { params },
  answer: JobView,
  answers: 'The backtest as it stands now',
  refusals: ['not_found'],
});
