import { useSignal } from '@preact/signals';
import {
  FairgroundError,
  type ReceiptCheck,
  type ReceiptPayload,
  verifyReceipt,
} from '../../../sdk/index.ts';
import type { MessageKey } from '../../i18n/en.ts';
import { errorText, formatInstant, formatMultiplier, formatNumber, t, tableName } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { receipts } from '../../store/receipts.ts';
import { VerdictBadge } from './Verdict.tsx';

const KINDS: Record<ReceiptPayload['type'], MessageKey> = {
  bet: 'verify.receiptBet',
  cancel: 'verify.receiptCancel',
  cashout: 'verify.receiptCashout',
};

const PROBLEMS: Record<Exclude<ReceiptCheck, { valid: true }>['problem'], MessageKey> = {
  malformed: 'verify.receiptMalformed',
  unknownKey: 'verify.receiptUnknownKey',
  badSignature: 'verify.receiptBadSignature',
  unsupported: 'verify.receiptUnsupported',
};

/** Checks the signature of a pasted receipt; offers the ones that this browser got in the round on view. */
export function Receipts({ table, game }: { table: string | null; game: number | null }) {
  const text = useSignal('');
  const result = useSignal<ReceiptCheck | FairgroundError | null>(null);
  const mine = receipts.value.filter((kept) => kept.table === table && kept.game === game);

  async function check(receipt: string): Promise<void> {
    text.value = receipt;
    try {
      result.value = await verifyReceipt(receipt, await fair.jwks());
    } catch (error) {
      result.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
    }
  }

  return (
    <section class="panel receipts">
      <h2>{t('verify.receipts')}</h2>
      <p class="muted">{t('verify.receiptsWhat')}</p>
      {mine.length > 0 && (
        <fieldset class="receipts-mine">
          <legend class="field-label">{t('verify.receiptMine')}</legend>
          {mine.map((kept) => (
            <button
              key={kept.receipt}
              type="button"
              class="button small"
              onClick={() => void check(kept.receipt)}
            >
              {t(KINDS[kept.type])}
            </button>
          ))}
        </fieldset>
      )}
      <form
        class="receipts-form"
        onSubmit={(event) => {
          event.preventDefault();
          void check(text.value);
        }}
      >
        <label class="field">
          <span class="field-label">{t('verify.receipt')}</span>
          <textarea
            class="input mono receipt-text"
            rows={3}
            spellcheck={false}
            placeholder={t('verify.receiptPlaceholder')}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              result.value = null;
            }}
          />
        </label>
        <button type="submit" class="button" disabled={text.value.trim() === ''}>
          {t('verify.receiptCheck')}
        </button>
      </form>
      <div aria-live="polite">{result.value && <Result result={result.value} />}</div>
    </section>
  );
}

function Result({ result }: { result: ReceiptCheck | FairgroundError }) {
  if (result instanceof FairgroundError) return <p class="field-error">{errorText(result)}</p>;
  return (
    <div class="receipt-result" data-testid="receipt-result">
      <p>
        <VerdictBadge valid={result.valid} />{' '}
        {t(result.valid ? 'verify.receiptValid' : PROBLEMS[result.problem])}
      </p>
      {result.payload && <Payload payload={result.payload} />}
    </div>
  );
}

function Payload({ payload }: { payload: ReceiptPayload }) {
  const round = { table: tableName(String(payload.table)), game: formatNumber(payload.game) };
  const lines: [string, string][] = [
    [t('verify.receiptType'), payload.type in KINDS ? t(KINDS[payload.type]) : String(payload.type)],
    [t('history.game'), t('history.crashRound', round)],
    [t('history.stake'), formatNumber(payload.amountCoins)],
  ];
  if (payload.autoCashoutHundredths) {
    lines.push([t('crash.auto'), formatMultiplier(payload.autoCashoutHundredths)]);
  }
  if (payload.atHundredths) lines.push([t('history.out'), formatMultiplier(payload.atHundredths)]);
  if (payload.payoutCoins !== undefined) {
    lines.push([t('history.payout'), formatNumber(payload.payoutCoins)]);
  }
  lines.push(
    [t('verify.receiptTime'), formatInstant(payload.receivedAtMs)],
    [t('verify.receiptSequence'), formatNumber(payload.sequence)],
  );
  return (
    <dl class="values">
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
