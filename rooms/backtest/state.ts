import { schema, t } from '@colyseus/schema';

export const EquityRow = schema(
  { atMs: t.float64().default(0), value: t.float64().default(0) },
  'BacktestEquity',
);
export type EquityRow = InstanceType<typeof EquityRow>;

/** How far a backtest is, for everybody who may watch it (API.md, `backtest`). */
export const BacktestState = schema(
  {
    status: t.string().default('queued'),
    stage: t.string().default('queued'),
    percent: t.float64().default(0),
    /** At most 400 points. */
    equity: t.array(EquityRow),
    resultHash: t.string().default(''),
  },
  'BacktestState',
);
export type BacktestState = InstanceType<typeof BacktestState>;
