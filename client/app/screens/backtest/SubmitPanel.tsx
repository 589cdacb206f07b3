import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FairgroundError, isTransient } from '../../../sdk/index.ts';
import { errorText, formatNumber, t } from '../../i18n/i18n.ts';
import { navigate } from '../../router.ts';
import { balances, fair, player } from '../../store/player.ts';
import { openStart } from '../../ui/StartDialog.tsx';
import { dataset, isPublic, price, range, reading, refused, span } from './editor/draft.ts';
import { problemText } from './editor/problemText.ts';

/** The same order sent twice is one backtest: its key lives until it is answered. */
let unanswered: { order: string; key: string } | null = null;

/** What the run costs, and the button; what is wrong, in one line. */
export function SubmitPanel() {
  const busy = useSignal(false);
  const error = useSignal<FairgroundError | null>(null);
  const { strategy, problem } = reading.value;
  const credits = balances.value?.credits ?? null;
  useEffect(() => {
    if (player.value && credits === null) void fair.me().catch(() => {});
  }, [player.value?.id]);
  const cost = price.value;
  const short = cost !== null && credits !== null && credits < cost;
  const ready = strategy !== null && problem === null && span.value !== null && !short;

  async function submit(): Promise<void> {
    if (busy.value || !ready || !dataset.value) return;
    busy.value = true;
    error.value = null;
    try {
      navigate(`/backtest/${await send()}`);
    } catch (caught) {
      const refusal = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
      const { field, problem: what } = refusal.details;
      if (typeof field === 'string' && typeof what === 'string') {
        refused.value = { field: field.replace(/^strategy\./, ''), problem: what };
      } else error.value = refusal;
    } finally {
      busy.value = false;
    }
  }

  return (
    <section class="panel submit-panel" aria-labelledby="submit-title">
      <h2 id="submit-title">{t('backtest.run')}</h2>
      {cost !== null && (
        <p class="price" data-testid="price" data-credits={cost}>
          <strong>{t('backtest.price', { credits: cost })}</strong>
          <span class="hint">{t('backtest.priceWhy')}</span>
        </p>
      )}
      {credits !== null && (
        <p class={short ? 'field-error' : 'hint'}>
          {t(short ? 'backtest.short' : 'backtest.have', { credits: formatNumber(credits) })}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          data-testid="public"
          checked={isPublic.value}
          onChange={(event) => {
            isPublic.value = event.currentTarget.checked;
          }}
        />
        <span>{t('backtest.public')}</span>
      </label>
      {problem && (
        <p class="field-error" role="alert" data-testid="problem">
          <span class="mono">{problem.field}</span> {problemText(problem)}
        </p>
      )}
      {error.value && (
        <p class="field-error" role="alert">
          {error.value.code === 'limit_exceeded' ? t('backtest.tooMany') : errorText(error.value)}
        </p>
      )}
      {player.value ? (
        <button
          type="button"
          class="main-button"
          data-testid="run"
          disabled={!ready || busy.value}
          onClick={() => void submit()}
        >
          {t(busy.value ? 'backtest.submitting' : 'backtest.submit')}
        </button>
      ) : (
        <button type="button" class="main-button" data-testid="main-button" onClick={() => openStart()}>
          {t('start.open')}
        </button>
      )}
    </section>
  );
}

/** The id of the job. */
async function send(): Promise<string> {
  const { strategy, config } = reading.value;
  const { from, to } = range.value;
  const { fromMs, toMs } = span.value!;
  const order = {
    strategy,
    dataset: dataset.value!.id,
    ...(from ? { fromMs } : {}),
    ...(to ? { toMs } : {}),
    config: config ?? {},
    public: isPublic.value,
  };
  const text = JSON.stringify(order);
  if (unanswered?.order !== text) unanswered = { order: text, key: crypto.randomUUID() };
  try {
    const { jobId } = await fair.backtests.submit({ ...order, key: unanswered.key });
    unanswered = null;
    void fair.me().catch(() => {});
    return jobId;
  } catch (error) {
    // A refusal is an answer; without one the order may stand.
    if (!(error instanceof FairgroundError) || !isTransient(error.code)) unanswered = null;
    throw error;
  }
}
