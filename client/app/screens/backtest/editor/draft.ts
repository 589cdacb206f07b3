import { computed, effect, signal } from '@preact/signals';
import { MOST_BARS } from '../../../../../domain/backtest/bars.ts';
import { parseConfig } from '../../../../../domain/backtest/config.ts';
import type { Dataset } from '../../../../../domain/backtest/datasets.ts';
import { chargeOf } from '../../../../../domain/backtest/jobRules.ts';
import { parseStrategy } from '../../../../../domain/backtest/parseStrategy.ts';
import { fail, ok, type Result } from '../../../../../domain/result.ts';
import { readSetting, writeSetting } from '../../../store/settings.ts';
import { type ConfigForm, configOf, USUAL_CONFIG } from './configForm.ts';
import type { Problem } from './knownProblem.ts';
import { formOf, type StrategyForm, strategyOf } from './strategyForm.ts';
import { TEMPLATES } from './templates.ts';

const DAY_MS = 86_400_000;
const KEPT_AS = 'backtest';

/** The backtest that is being written; kept in this browser, so that nothing typed is lost by looking elsewhere. */
export const view = signal<'form' | 'json'>('form');
export const form = signal<StrategyForm>(templateForm());
/** The JSON view's text; the truth while that is shown. */
export const text = signal('');
export const config = signal<ConfigForm>(USUAL_CONFIG);
export const dataset = signal<Dataset | null>(null);
/** Days as `2024-01-31`, both included; '' is as far as the data go. */
export const range = signal({ from: '', to: '' });
export const isPublic = signal(false);
/** What the server refused last, until something is changed. */
export const refused = signal<Problem | null>(null);

const written = computed<Result<unknown>>(() => {
  if (view.value === 'json') return readJson(text.value);
  const twice = repeatedName(form.value);
  if (twice !== null) return refuse(`ind.${twice}`, 'stands twice');
  return ok(strategyOf(form.value));
});

/** The strategy as it would be sent, and what is wrong with it. */
export const reading = computed(() => {
  const bars = range.value.from || range.value.to ? MOST_BARS : (dataset.value?.bars ?? MOST_BARS);
  const strategy = written.value.ok ? parseStrategy(written.value.value, bars) : written.value;
  const settings = parseConfig(configOf(config.value));
  const failure = !strategy.ok ? strategy.error : !settings.ok ? settings.error : null;
  const problem = failure ? (failure.details as unknown as Problem) : refused.value;
  return {
    strategy: strategy.ok ? strategy.value : null,
    config: settings.ok ? settings.value : null,
    problem,
  };
});

export const span = computed(() => {
  const set = dataset.value;
  if (!set) return null;
  const { from, to } = range.value;
  const fromMs = from ? Math.max(Date.parse(from), set.fromMs) : set.fromMs;
  const toMs = to ? Math.min(Date.parse(to) + DAY_MS - 1, set.toMs) : set.toMs;
  return fromMs <= toMs ? { fromMs, toMs } : null;
});

export const price = computed(() => span.value && chargeOf(span.value.fromMs, span.value.toMs));

/** Takes a valid strategy into the form and the text. */
export function takeStrategy(strategy: unknown): void {
  const parsed = parseStrategy(strategy, MOST_BARS);
  if (!parsed.ok) return;
  form.value = formOf(parsed.value);
  text.value = JSON.stringify(strategy, null, 2);
}

/** Shows the other view of the same strategy. False when the text can't be shown as a form. */
export function showView(wanted: 'form' | 'json'): boolean {
  if (wanted === view.value) return true;
  if (wanted === 'json') {
    text.value = JSON.stringify(strategyOf(form.value), null, 2);
  } else {
    const parsed = written.value.ok ? parseStrategy(written.value.value, MOST_BARS) : written.value;
    if (!parsed.ok) return false;
    form.value = formOf(parsed.value);
  }
  view.value = wanted;
  return true;
}

function readJson(json: string): Result<unknown> {
  try {
    return ok(JSON.parse(json));
  } catch {
    return refuse('strategy', 'is no JSON');
  }
}

/** Two indicators of one name would be one in the JSON. */
function repeatedName({ indicators }: StrategyForm): string | null {
  const names = indicators.map(({ name }) => name);
  return names.find((name, index) => names.indexOf(name) < index) ?? null;
}

function refuse(field: string, problem: string): Result<never> {
  return fail('invalid_request', { field, problem });
}

function templateForm(): StrategyForm {
  const parsed = parseStrategy(TEMPLATES.smaCross, MOST_BARS);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return formOf(parsed.value);
}

restore();
effect(() => {
  const strategy = reading.value.strategy;
  if (strategy) writeSetting(KEPT_AS, JSON.stringify(strategy));
});
effect(() => {
  // Any change may have mended what was refused.
  void [form.value, text.value, config.value, dataset.value, range.value];
  refused.value = null;
});

function restore(): void {
  try {
    const kept: unknown = JSON.parse(readSetting(KEPT_AS) ?? 'null');
    if (kept) takeStrategy(kept);
  } catch {
    // An older version's: start from the template.
  }
}
