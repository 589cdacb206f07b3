import type { ReturnWatch } from '../../domain/watch/verdict.ts';
import { bounded, type Instruments } from './registry.ts';

export interface ReturnMetrics {
  /** How a test of the cluster stands; `logEvidence` is the natural logarithm of its e-value. */
  standing(watch: ReturnWatch, logEvidence: number): void;
  /** This process was the first to see that a game does not return what is published. */
  alarmed(game: string, variant: string): void;
  /** A player or client stands out. */
  anomaly(kind: 'winner' | 'rejected'): void;
}

export function returnMetrics({ counter, gauge }: Instruments): ReturnMetrics {
  const labelNames = ['game', 'variant', 'measure'] as const;
  const labels = [...labelNames];
  const observed = gauge('return_observed_ratio', 'Mean of paid / staked since the test began', labels);
  const expected = gauge('return_expected_ratio', 'What it should be by the published odds', labels);
  const games = gauge('return_watched_games', 'Games in the running test', labels);
  const evidence = gauge(
    'return_log_evidence',
    'Decimal logarithm of the evidence against the published odds: the alarm is at 6',
    labels,
  );
  const standing = gauge('return_alarm', '1 while the alarm of a test stands', labels);
  const alarms = counter('return_alarms_total', 'Alarms raised first by this process', ['game', 'variant']);
  const anomalies = counter('anomalies_total', 'Players and clients that stood out', ['kind']);
  for (const kind of ['winner', 'rejected']) anomalies.inc({ kind }, 0);
  const name = bounded();
  return {
    standing(watch, logEvidence) {
      const test = { game: watch.game, variant: name(watch.variant), measure: watch.measure };
      observed.set(test, watch.observed);
      expected.set(test, watch.expected);
      games.set(test, watch.games);
      evidence.set(test, logEvidence / Math.LN10);
      standing.set(test, watch.alarmedAtMs === null ? 0 : 1);
    },
    alarmed: (game, variant) => alarms.inc({ game, variant: name(variant) }),
    anomaly: (kind) => anomalies.inc({ kind }),
  };
}
