import { useSignal } from '@preact/signals';
import { DATE_FORMATS, type DateFormat } from '../../../../../domain/backtest/csvTime.ts';
import type { Dataset } from '../../../../../domain/backtest/datasets.ts';
import { FairgroundError } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { fair } from '../../../store/player.ts';
import { uploadProblem } from './uploadProblem.ts';

const MOST_BYTES = 128 * 1024 * 1024;

/** Market data of one's own: a CSV file, and how it writes its times. */
export function UploadForm({ onDone }: { onDone(dataset: Dataset): void }) {
  const file = useSignal<File | null>(null);
  const name = useSignal('');
  const dateFormat = useSignal<DateFormat>('iso');
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const csv = file.value;
    if (!csv || busy.value) return;
    if (csv.size > MOST_BYTES) {
      problem.value = t('backtest.csv.tooLarge');
      return;
    }
    busy.value = true;
    problem.value = null;
    try {
      const order = { name: name.value.trim() || csv.name, dateFormat: dateFormat.value, csv };
      onDone(await fair.datasets.upload(order));
    } catch (error) {
      problem.value = uploadProblem(
        error instanceof FairgroundError ? error : new FairgroundError('internal'),
      );
    } finally {
      busy.value = false;
    }
  }

  return (
    <form class="upload" onSubmit={(event) => void send(event)}>
      <p class="hint">{t('backtest.csvWhat')}</p>
      <label class="field">
        <span class="field-label">{t('backtest.csvFile')}</span>
        <input
          class="input file-input"
          type="file"
          accept=".csv,text/csv"
          required
          data-testid="csv"
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0] ?? null;
            // A name that nobody typed follows the file.
            if (chosen && name.value === nameOf(file.value)) name.value = nameOf(chosen);
            file.value = chosen;
            problem.value = null;
          }}
        />
      </label>
      <div class="pair">
        <label class="field">
          <span class="field-label">{t('backtest.csvName')}</span>
          <input
            class="input"
            maxLength={80}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span class="field-label">{t('backtest.dateFormat')}</span>
          <select
            class="input"
            data-testid="date-format"
            value={dateFormat.value}
            onChange={(event) => {
              dateFormat.value = event.currentTarget.value as DateFormat;
            }}
          >
            {DATE_FORMATS.map((format) => (
              <option key={format} value={format}>
                {t(`backtest.dateFormat.${format}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem.value && (
        <p class="field-error" role="alert" data-testid="csv-problem">
          {problem.value}
        </p>
      )}
      <button type="submit" class="button small primary" disabled={busy.value || !file.value}>
        {t(busy.value ? 'backtest.uploading' : 'backtest.uploadGo')}
      </button>
    </form>
  );
}

function nameOf(file: File | null): string {
  return file?.name.replace(/\.csv$/i, '') ?? '';
}
