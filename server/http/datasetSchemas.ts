import { z } from '@hono/zod-openapi';
import { DATE_FORMATS } from '../../domain/backtest/csvTime.ts';
import { MOST_NAME_LENGTH } from '../../domain/backtest/datasets.ts';
import { MOST_PREVIEW_POINTS } from '../../domain/backtest/preview.ts';
import { atMs, hash } from './schemas.ts';

const dataset = z.object({
  id: z.uuid(),
  name: z.string(),
  sha256: hash.describe('Of the columns time, open, high, low, close, volume as little-endian float64'),
  bars: z.int(),
  fromMs: atMs.describe('The first bar'),
  toMs: atMs.describe('The last bar'),
  interval: z.string().describe('The usual step from bar to bar: `1m`, `4h`, `1d`, `1w`, `1mo` ...'),
  readyMade: z.boolean().describe('True: everyone’s; false: one’s own'),
  createdAtMs: atMs,
});

export const DatasetView = dataset.openapi('Dataset');

export const DatasetDetailView = dataset
  .extend({
    preview: z
      .array(
        z.object({
          atMs,
          open: z.number(),
          high: z.number(),
          low: z.number(),
          close: z.number(),
        }),
      )
      .max(MOST_PREVIEW_POINTS)
      .describe('The whole course, bars joined where there are more'),
  })
  .openapi('DatasetDetail');

export const DatasetListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.uuid('must be the `next` of the page before').optional(),
});

export const UploadQuery = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(MOST_NAME_LENGTH)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .default('CSV'),
  dateFormat: z.enum(DATE_FORMATS).default('iso'),
});
