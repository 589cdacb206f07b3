import { useSignal } from '@preact/signals';
import { t } from '../../../i18n/i18n.ts';
import { Tabs } from '../../../ui/Tabs.tsx';
import { showView, takeStrategy, text, view } from './draft.ts';
import { Execution } from './Execution.tsx';
import { IndicatorRows } from './IndicatorRows.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { SizeAndStops } from './SizeAndStops.tsx';
import { TEMPLATE_NAMES, TEMPLATES } from './templates.ts';
import './editor.css';

/** The strategy: from a template, in a form or as JSON; both are the same strategy. */
export function StrategyEditor() {
  const stuck = useSignal(false);
  return (
    <section class="panel editor" aria-labelledby="strategy-title">
      <h2 id="strategy-title">{t('backtest.strategy')}</h2>
      <div class="templates">
        <span class="field-label">{t('backtest.templates')}</span>
        {TEMPLATE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            data-template={name}
            onClick={() => takeStrategy(TEMPLATES[name])}
          >
            {t(`backtest.template.${name}`)}
          </button>
        ))}
      </div>
      <Tabs
        id="strategy"
        label={t('backtest.strategy')}
        selected={view.value}
        tabs={[
          { id: 'form', label: t('backtest.form') },
          { id: 'json', label: t('backtest.json') },
        ]}
        onSelect={(wanted) => {
          stuck.value = !showView(wanted);
        }}
      >
        {view.value === 'form' ? (
          <div class="editor-form">
            <IndicatorRows />
            <RuleEditor />
            <SizeAndStops />
          </div>
        ) : (
          <textarea
            class="input mono editor-json"
            aria-label={t('backtest.json')}
            data-testid="strategy-json"
            rows={22}
            spellcheck={false}
            autocapitalize="off"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              stuck.value = false;
            }}
          />
        )}
      </Tabs>
      {stuck.value && (
        <p class="field-error" role="alert">
          {t('backtest.noForm')}
        </p>
      )}
      <Execution />
    </section>
  );
}
