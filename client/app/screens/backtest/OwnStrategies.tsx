import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SavedStrategy } from '../../../../domain/backtest/strategies.ts';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, formatNumber, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { reading, takeStrategy } from './editor/draft.ts';

const MOST_LISTED = 100;
const LONGEST_NAME = 60;

/** Strategies that are kept on the server: save, load, publish, copy, delete. */
export function OwnStrategies() {
  const saved = useSignal<readonly SavedStrategy[] | null>(null);
  const name = useSignal('');
  const { strategy } = reading.value;

  async function after(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      saved.value = (await fair.strategies.list({ limit: MOST_LISTED })).items;
    } catch (error) {
      showToast('bad', errorText(error instanceof FairgroundError ? error : new FairgroundError('internal')));
    }
  }
  useEffect(() => {
    void after(async () => {});
  }, []);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const chosen = name.value.trim();
    if (!chosen || strategy === null) return;
    await after(async () => {
      await fair.strategies.save({ name: chosen, strategy });
      name.value = '';
    });
  }

  return (
    <section class="panel saved-panel" aria-labelledby="saved-title">
      <h2 id="saved-title">{t('backtest.saved')}</h2>
      <form class="save-form" onSubmit={(event) => void save(event)}>
        <input
          class="input"
          aria-label={t('backtest.strategyName')}
          placeholder={t('backtest.strategyName')}
          maxLength={LONGEST_NAME}
          data-testid="strategy-name"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button" disabled={!name.value.trim() || strategy === null}>
          {t('backtest.save')}
        </button>
      </form>
      {saved.value?.length === 0 && <p class="hint">{t('backtest.savedNone')}</p>}
      <ul class="saved-list">
        {saved.value?.map((kept) => (
          <li key={kept.id}>
            <button type="button" class="saved-name" onClick={() => takeStrategy(kept.strategy)}>
              {kept.name}
            </button>
            <span class="hint">{t('backtest.runs', { count: formatNumber(kept.runs) })}</span>
            <div class="saved-actions">
              <label class="check">
                <input
                  type="checkbox"
                  checked={kept.public}
                  onChange={(event) => {
                    const wanted = event.currentTarget.checked;
                    void after(() => fair.strategies.publish(kept.id, wanted));
                  }}
                />
                <span>{t('backtest.published')}</span>
              </label>
              <button
                type="button"
                class="link-button"
                onClick={() => void after(() => fair.strategies.copy(kept.id))}
              >
                {t('backtest.copy')}
              </button>
              <button
                type="button"
                class="link-button"
                onClick={() => void after(() => fair.strategies.remove(kept.id))}
              >
                {t('backtest.delete')}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
