import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Dataset } from '../../../../../domain/backtest/datasets.ts';
import { FairgroundError } from '../../../../sdk/index.ts';
import { errorText, formatDay, formatNumber, t } from '../../../i18n/i18n.ts';
import { fair } from '../../../store/player.ts';
import { showToast } from '../../../store/toasts.ts';
import { dataset, range, span } from '../editor/draft.ts';
import { ProblemAt } from '../editor/Fields.tsx';
import { datasets, datasetsProblem, loadDatasets } from './datasets.ts';
import { datasetText, intervalText } from './dataText.ts';
import { Preview } from './Preview.tsx';
import { UploadForm } from './UploadForm.tsx';

/** Which data, and which part of them. */
export function DataPanel() {
  useEffect(() => {
    void loadDatasets();
  }, []);
  const uploading = useSignal(false);
  const list = datasets.value;
  const chosen = dataset.value;
  return (
    <section class="panel data-panel" aria-labelledby="data-title">
      <h2 id="data-title">{t('backtest.data')}</h2>
      {datasetsProblem.value && <p class="field-error">{errorText(datasetsProblem.value)}</p>}
      {list === null && !datasetsProblem.value && <p class="empty">{t('app.loading')}</p>}
      {list && (
        <label class="field">
          <span class="field-label">{t('backtest.dataset')}</span>
          <select
            class="input"
            data-testid="dataset"
            value={chosen?.id ?? ''}
            onChange={(event) => choose(list.find(({ id }) => id === event.currentTarget.value) ?? null)}
          >
            <Options title={t('backtest.ownData')} items={list.filter(({ readyMade }) => !readyMade)} />
            <Options title={t('backtest.readyData')} items={list.filter(({ readyMade }) => readyMade)} />
          </select>
        </label>
      )}
      <ProblemAt path="dataset" />
      {chosen && (
        <>
          <p class="hint">
            {t('backtest.dataFacts', {
              bars: formatNumber(chosen.bars),
              interval: intervalText(chosen.interval),
              from: formatDay(chosen.fromMs),
              to: formatDay(chosen.toMs),
            })}
          </p>
          <Preview id={chosen.id} key={chosen.id} />
          <Range chosen={chosen} />
        </>
      )}
      <div class="data-actions">
        <button
          type="button"
          class="button small"
          data-testid="upload"
          aria-expanded={uploading.value}
          onClick={() => {
            uploading.value = !uploading.value;
          }}
        >
          {t('backtest.upload')}
        </button>
        {chosen && !chosen.readyMade && (
          <button type="button" class="link-button" onClick={() => void remove(chosen)}>
            {t('backtest.removeData')}
          </button>
        )}
      </div>
      {uploading.value && (
        <UploadForm
          onDone={(uploaded) => {
            uploading.value = false;
            choose(uploaded);
            void loadDatasets();
          }}
        />
      )}
    </section>
  );
}

function choose(chosen: Dataset | null): void {
  dataset.value = chosen;
  range.value = { from: '', to: '' };
}

async function remove({ id, name }: Dataset): Promise<void> {
  if (!confirm(t('backtest.removeDataSure', { name }))) return;
  try {
    await fair.datasets.remove(id);
  } catch (error) {
    showToast('bad', errorText(error instanceof FairgroundError ? error : new FairgroundError('internal')));
  }
  await loadDatasets();
}

function Options({ title, items }: { title: string; items: readonly Dataset[] }) {
  if (items.length === 0) return null;
  return (
    <optgroup label={title}>
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {datasetText(name)}
        </option>
      ))}
    </optgroup>
  );
}

/** Whole days; empty is as far as the data go. */
function Range({ chosen }: { chosen: Dataset }) {
  const [least, most] = [day(chosen.fromMs), day(chosen.toMs)];
  return (
    <div class="pair pair-days">
      {(['from', 'to'] as const).map((end) => (
        <label class="field" key={end}>
          <span class="field-label">{t(`backtest.${end}`)}</span>
          <input
            class="input"
            type="date"
            data-field={end}
            min={least}
            max={most}
            value={range.value[end] || (end === 'from' ? least : most)}
            onInput={(event) => {
              range.value = { ...range.value, [end]: event.currentTarget.value };
            }}
          />
        </label>
      ))}
      {!span.value && (
        <p class="field-error" role="alert">
          {t('backtest.rangeEmpty')}
        </p>
      )}
      <ProblemAt path="fromMs" />
      <ProblemAt path="toMs" />
    </div>
  );
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
