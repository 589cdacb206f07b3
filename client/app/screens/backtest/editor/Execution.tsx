import { PROFILES } from '../../../../../domain/backtest/config.ts';
import { t } from '../../../i18n/i18n.ts';
import type { ConfigForm } from './configForm.ts';
import { config } from './draft.ts';
import { Choice, ProblemAt, TextField } from './Fields.tsx';

/** The settings that most people leave alone. */
export function Execution() {
  const edited = config.value;
  const edit = (to: Partial<ConfigForm>) => {
    config.value = { ...edited, ...to };
  };
  return (
    <details class="group execution">
      <summary>{t('backtest.execution')}</summary>
      <div class="pair">
        <Choice
          label={t('backtest.profile')}
          value={edited.profile}
          options={PROFILES.map((value) => ({ value, label: t(`backtest.profile.${value}`) }))}
          onChange={(profile) => edit({ profile })}
        />
        <TextField
          label={t('backtest.cash')}
          path="config.cashCoins"
          value={edited.cashCoins}
          onInput={(cashCoins) => edit({ cashCoins })}
        />
        <TextField
          label={t('backtest.slippage')}
          path="config.slippageRate"
          suffix="%"
          value={edited.slippage}
          onInput={(slippage) => edit({ slippage })}
        />
        <TextField
          label={t('backtest.spread')}
          path="config.spreadRate"
          suffix="%"
          value={edited.spread}
          onInput={(spread) => edit({ spread })}
        />
        <TextField
          label={t('backtest.leverage')}
          path="config.leverage"
          suffix="×"
          value={edited.leverage}
          onInput={(leverage) => edit({ leverage })}
        />
        <TextField
          label={t('backtest.lotStep')}
          path="config.lotStep"
          value={edited.lotStep}
          onInput={(lotStep) => edit({ lotStep })}
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={edited.finalize}
          onChange={(event) => edit({ finalize: event.currentTarget.checked })}
        />
        <span>{t('backtest.finalize')}</span>
      </label>
      <ProblemAt path="config" within={false} />
    </details>
  );
}
