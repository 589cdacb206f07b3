import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { errorText, t } from '../i18n/i18n.ts';
import { loadOdds, oddsProblem, oddsTables } from '../store/odds.ts';
import { Nowhere } from './Nowhere.tsx';

interface OddsGateProps<Table> {
  find(): Table | null | undefined;
  children: (table: Table) => ComponentChildren;
}

/** Shows a screen once the odds table that it is drawn from is here; says so if there is none. */
export function OddsGate<Table>({ find, children }: OddsGateProps<Table>) {
  useEffect(() => {
    void loadOdds();
  }, []);
  const table = oddsTables.value && find();
  if (table) return <>{children(table)}</>;
  if (oddsTables.value === null && !oddsProblem.value) return <p class="page empty">{t('app.loading')}</p>;
  const problem = oddsProblem.value;
  if (problem) return <Nowhere text={errorText(problem)} onRetry={() => void loadOdds()} />;
  return <Nowhere text={t('error.not_found')} />;
}
