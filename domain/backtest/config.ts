import { fail, ok, type Result } from '../result.ts';

export const PROFILES = ['native', 'btpy'] as const;
export type Profile = (typeof PROFILES)[number];

/** How a strategy is executed. `cashCoins` is the simulated capital, in the data's currency; rates are fractions. */
export interface BacktestConfig {
  readonly profile: Profile;
  readonly cashCoins: number;
  readonly slippageRate: number;
  readonly spreadRate: number;
  /** Close what is open at the end; otherwise it stays out of the trades. */
  readonly finalize: boolean;
  readonly leverage: number;
  /** Quantities are multiples of it; 0: any quantity. */
  readonly lotStep: number;
}

export const DEFAULT_CONFIG: BacktestConfig = {
  ...{ profile: 'native', cashCoins: 10_000, slippageRate: 0, spreadRate: 0 },
  ...{ finalize: true, leverage: 1, lotStep: 0 },
};

type NumberField = 'cashCoins' | 'slippageRate' | 'spreadRate' | 'leverage' | 'lotStep';

const RANGES: Record<NumberField, { least: number; most: number }> = {
  cashCoins: { least: 0.01, most: 1e15 },
  slippageRate: { least: 0, most: 0.5 },
  spreadRate: { least: 0, most: 0.5 },
  leverage: { least: 1, most: 100 },
  lotStep: { least: 0, most: 1e9 },
};

/** Reads a request's `config`; what is left out has its default. Refuses with `field` (`config.leverage`) and `problem`. */
export function parseConfig(value: unknown): Result<BacktestConfig> {
  if (value === undefined) return ok(DEFAULT_CONFIG);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('config', 'must be an object');
  }
  const config: Record<string, unknown> = { ...DEFAULT_CONFIG };
  for (const [name, given] of Object.entries(value)) {
    if (!Object.hasOwn(DEFAULT_CONFIG, name)) return refuse(`config.${name}`, 'is not a known setting');
    const problem = problemOf(name as keyof BacktestConfig, given);
    if (problem !== null) return refuse(`config.${name}`, problem);
    config[name] = given;
  }
  const parsed = config as unknown as BacktestConfig;
  if (parsed.profile === 'btpy' && parsed.slippageRate !== 0) {
    return refuse('config.slippageRate', 'must be 0 in profile btpy, which knows spreadRate only');
  }
  if (parsed.profile === 'btpy' && parsed.lotStep !== 0 && parsed.lotStep !== 1) {
    return refuse('config.lotStep', 'must be 0 or 1 in profile btpy, which trades whole units');
  }
  return ok(parsed);
}

function problemOf(name: keyof BacktestConfig, given: unknown): string | null {
  if (name === 'profile') return PROFILES.includes(given as Profile) ? null : 'must be "native" or "btpy"';
  if (name === 'finalize') return typeof given === 'boolean' ? null : 'must be true or false';
  const { least, most } = RANGES[name];
  const fits = typeof given === 'number' && given >= least && given <= most;
  return fits ? null : `must be a number from ${least} to ${most}`;
}

function refuse(field: string, problem: string): Result<never> {
  return fail('invalid_request', { field, problem }, `${field} ${problem}.`);
}
