import { type BacktestConfig, DEFAULT_CONFIG, type Profile } from '../../../../../domain/backtest/config.ts';
import { readDecimal, readPercent, writePercent } from './decimal.ts';

/** How a strategy is executed, as it is being typed. Rates in percent. */
export interface ConfigForm {
  profile: Profile;
  cashCoins: string;
  slippage: string;
  spread: string;
  leverage: string;
  lotStep: string;
  finalize: boolean;
}

export const USUAL_CONFIG = configFormOf(DEFAULT_CONFIG);

export function configFormOf(config: BacktestConfig): ConfigForm {
  return {
    profile: config.profile,
    cashCoins: String(config.cashCoins),
    slippage: writePercent(config.slippageRate),
    spread: writePercent(config.spreadRate),
    leverage: String(config.leverage),
    lotStep: String(config.lotStep),
    finalize: config.finalize,
  };
}

/** Not checked. */
export function configOf(form: ConfigForm): Record<keyof BacktestConfig, unknown> {
  return {
    profile: form.profile,
    cashCoins: readDecimal(form.cashCoins),
    slippageRate: readPercent(form.slippage),
    spreadRate: readPercent(form.spread),
    finalize: form.finalize,
    leverage: readDecimal(form.leverage),
    lotStep: readDecimal(form.lotStep),
  };
}
