import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, t } from '../../i18n/i18n.ts';
import { player, refreshTables, tables } from '../../store/player.ts';
import { useTitle } from '../../ui/useTitle.ts';
import { Receipts } from './Receipts.tsx';
import { RoundPicker } from './RoundPicker.tsx';
import { loadReport, type Report } from './report.ts';
import { Steps } from './Steps.tsx';
import { Summary } from './Summary.tsx';
import { VerifyModes } from './VerifyModes.tsx';
import './verify.css';

type View =
  | { state: 'working' }
  | { state: 'ready'; report: Report | null }
  | { state: 'failed'; text: string };

export default function VerifyScreen({ table, game }: { table: string | null; game: number | null }) {
  useTitle(t('verify.title'));
  const view = useSignal<View>({ state: 'working' });
  const chosen = table ?? tables.value?.[0]?.table ?? null;
  const playerId = player.value?.id ?? null;

  useEffect(() => {
    if (tables.value === null) void refreshTables();
  }, []);
  useEffect(() => {
    if (chosen === null) return undefined;
    let wanted = true;
    view.value = { state: 'working' };
    loadReport(chosen, game, playerId).then(
      (report) => {
        if (wanted) view.value = { state: 'ready', report };
      },
      (error: unknown) => {
        const failure = error instanceof FairgroundError ? error : new FairgroundError('internal');
        const text = failure.code === 'not_found' ? t('verify.notSettled') : errorText(failure);
        if (wanted) view.value = { state: 'failed', text };
      },
    );
    return () => {
      wanted = false;
    };
  }, [chosen, game, playerId]);

  const current = view.value;
  const report = current.state === 'ready' ? current.report : null;
  return (
    <div class="page narrow verify">
      <div class="page-intro">
        <h1>{t('verify.title')}</h1>
        <p class="muted">{t('verify.intro')}</p>
      </div>
      <VerifyModes mode="rounds" />
      {chosen !== null && (
        <RoundPicker
          table={chosen}
          game={game ?? report?.record.game ?? null}
          latestGame={report?.latestGame ?? null}
        />
      )}
      <div aria-live="polite" class="verify-result">
        {current.state === 'working' && <p class="empty">{t('verify.working')}</p>}
        {current.state === 'failed' && <p class="panel">{current.text}</p>}
        {current.state === 'ready' && !report && <p class="panel">{t('verify.none')}</p>}
        {report && <Summary report={report} />}
      </div>
      {report && <Steps report={report} />}
      <Receipts table={chosen} game={report?.record.game ?? null} />
    </div>
  );
}
