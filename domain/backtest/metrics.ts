import type { DefinitionId } from './metrics/definitions.ts';
import type { MetricName } from './metrics/names.ts';

export const REASONS = {
  no_trades: 'There is no closed trade.',
  too_few_trades: 'It takes at least two closed trades.',
  no_losses: 'No trade lost.',
  no_variation: 'The values do not vary.',
  no_drawdown: 'The equity never fell.',
  too_short: 'The data cover too short a time.',
  ruined: 'The capital was lost.',
  out_of_range: 'The value is too large for a number.',
} as const;

export type Reason = keyof typeof REASONS;

/** Never NaN or infinite: null with a reason. `definition` is an id of `DEFINITIONS`. */
export interface Metric {
  value: number | null;
  definition: DefinitionId;
  reason?: Reason;
}

export type Metrics = Record<MetricName, Metric>;
